// The list: what the check finds in each brief comes after the list itself, and what needs somebody first goes up.
"use strict";
document.querySelector("[data-begin]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target, told = document.querySelector("#begin-told"), name = form.elements.name;
  const languages = [...form.querySelectorAll('[name="languages"]:checked')].map((each) => each.value);
  const body = JSON.stringify({ name: name.value, kind: form.elements.kind.value, languages });
  const answer = await fetch("/begin", { method: "POST", headers: { "content-type": "application/json" }, body });
  const { page, message } = await answer.json();
  if (page) { location.href = page; return; }
  told.textContent = message;
  told.hidden = false;
  name.setAttribute("aria-invalid", "true");
  name.focus();
});
(() => {
  // A document: chosen, or dropped anywhere on its section. It goes as JSON, like all that changes something.
  const section = document.querySelector("[data-drop]"), form = section.querySelector("form"), file = form.elements.file;
  const wrong = section.querySelector("#import-told"), state = section.querySelector("[data-imported]");
  const said = state.querySelector("[data-said]"), open = state.querySelector("[data-open]"), left = section.querySelector("[data-left]");
  const refuse = (message) => {
    wrong.textContent = message;
    wrong.hidden = false;
    said.hidden = true;
    file.setAttribute("aria-invalid", "true");
    file.focus();
  };
  const base64 = (blob) => new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = failed;
    reader.readAsDataURL(blob);
  });
  const read = async (document) => {
    wrong.hidden = open.hidden = left.hidden = true;
    file.removeAttribute("aria-invalid");
    said.textContent = state.dataset.reading;
    said.hidden = false;
    const body = JSON.stringify({ name: document.name, content: await base64(document) });
    const answer = await fetch("/import", { method: "POST", headers: { "content-type": "application/json" }, body });
    const { page, told, left: report, message } = await answer.json();
    if (!page) { refuse(message); return; }
    said.textContent = told;
    left.querySelector("pre").textContent = report;
    const link = open.querySelector("a");
    link.href = page;
    open.hidden = left.hidden = false;
    link.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (file.files[0]) read(file.files[0]);
    else { file.setAttribute("aria-invalid", "true"); file.focus(); }
  });
  section.addEventListener("dragover", (event) => event.preventDefault());
  section.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files[0]) read(event.dataTransfer.files[0]);
  });
})();
(async () => {
  const shelf = document.querySelector("[data-shelf]");
  for (const item of shelf ? [...shelf.children] : []) {
    const waits = item.querySelector("[data-waits]");
    if (!waits) continue;
    const answer = await fetch(`/briefs/${encodeURIComponent(item.dataset.name)}/state`).catch(() => null);
    if (!answer || !answer.ok) { waits.remove(); continue; }
    const told = document.createElement("template");
    told.innerHTML = await answer.text();
    if (told.content.querySelector(".error")) item.dataset.rank = "0";
    waits.replaceWith(told.content);
  }
  if (!shelf || shelf.contains(document.activeElement)) return;
  [...shelf.children].sort((a, b) => a.dataset.rank - b.dataset.rank).forEach((item) => shelf.append(item));
})();
