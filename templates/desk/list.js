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
