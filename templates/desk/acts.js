// What somebody does by a form: it goes to the desk as JSON. What came of it is told, also after the page is loaded anew.
"use strict";
(() => {
  const kept = "briefcast:told";
  const show = (lines) => {
    const place = document.querySelector("[data-told-before]");
    place.replaceChildren(...lines.map((line) => { const item = document.createElement("li"); item.dir = "auto"; item.textContent = line; return item; }));
    place.hidden = !lines.length;
  };
  try {
    const before = JSON.parse(sessionStorage.getItem(kept) || "null");
    sessionStorage.removeItem(kept);
    if (before) {
      show(before.told);
      const at = before.focus && document.getElementById(before.focus);
      // What came of it stands where it was done.
      if (at && at !== document.querySelector("#main")) at.prepend(document.querySelector("[data-told-before]"));
      if (at) { for (let each = at; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true; at.focus(); at.scrollIntoView({ block: "nearest" }); }
      else document.querySelector("#main").focus();
    }
  } catch { sessionStorage.removeItem(kept); }

  /** Give what a form says: its fields, lists of what is ticked, and what the page gave with it. */
  const said = (form, button) => {
    const body = { ...JSON.parse(form.dataset.given || "{}") };
    for (const field of form.elements) {
      if (!field.name || field.type === "submit" || field.disabled) continue;
      if (field.type === "checkbox" && field.dataset.flag !== undefined) body[field.name] = field.checked;
      else if (field.type === "checkbox") (body[field.name] ||= []).push(...(field.checked ? [field.value] : []));
      else if (field.dataset.into) (body[field.dataset.into] ||= {})[field.name] = field.value;
      else if (field.type === "radio") { if (field.checked) body[field.name] = field.dataset.bool === undefined ? field.value : field.value === "true"; }
      else body[field.name] = field.dataset.list === undefined ? field.value : [field.value];
    }
    if (button && button.name) body[button.name] = button.value;
    return body;
  };

  // A reason that was typed is there again when she has signed in.
  const typed = "briefcast:typed";
  const sameForm = (form, held) => form.dataset.act === held.act && (form.dataset.focus || "") === held.focus;
  const keep = (form) => {
    const fields = Object.fromEntries([...form.elements].filter((each) => each.name && each.type === "text").map((each) => [each.name, each.value]));
    sessionStorage.setItem(typed, JSON.stringify({ at: location.pathname, act: form.dataset.act, focus: form.dataset.focus || "", fields }));
  };
  try {
    const held = JSON.parse(sessionStorage.getItem(typed) || "null");
    if (held && held.at === location.pathname) {
      sessionStorage.removeItem(typed);
      const form = [...document.querySelectorAll("[data-act]")].find((each) => sameForm(each, held));
      Object.entries(held.fields).forEach(([name, value]) => { const it = form && form.elements[name]; if (it && value) { it.value = value; it.focus(); it.scrollIntoView({ block: "center" }); } });
    }
  } catch { sessionStorage.removeItem(typed); }

  const go = (place, told, focus) => {
    sessionStorage.setItem(kept, JSON.stringify({ told, focus }));
    if (place) location.href = place; else location.reload();
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-act]");
    if (!form) return;
    event.preventDefault();
    let alert = form.querySelector("[role=alert]");
    if (!alert) { alert = document.createElement("p"); alert.className = "told error"; alert.setAttribute("role", "alert"); form.append(alert); }
    alert.hidden = true;
    const buttons = [...form.querySelectorAll("button")];
    buttons.forEach((each) => { each.setAttribute("aria-disabled", "true"); });
    if (form.dataset.underWay) return;
    form.dataset.underWay = "yes";
    try {
      const answer = await fetch(form.dataset.act, { method: "POST", headers: { "content-type": "application/json", "briefcast-person": encodeURIComponent(document.querySelector("#main").dataset.person) }, body: JSON.stringify(said(form, event.submitter)) });
      const told = await answer.json();
      if (answer.ok && form.dataset.then === "watch") { watch(form); return; }
      if (answer.ok) { go(told.page || form.dataset.page || "", told.told || [], told.focus || form.dataset.focus || ""); return; }
      if (told.sign_in) { keep(form); location.href = `/sign-in?next=${encodeURIComponent(location.pathname)}`; return; }
      alert.textContent = told.message || "";
      alert.hidden = false;
      alert.scrollIntoView({ block: "nearest" });
      if (told.changed) {
        const dialog = document.querySelector("[data-changed]");
        dialog.querySelector("[data-changed-here]").innerHTML = told.changed;
        dialog.showModal();
      } else {
        const field = form.querySelector("[data-first]");
        if (field) field.focus();
      }
    } catch {
      alert.textContent = document.querySelector("#main").dataset.offline;
      alert.hidden = false;
    } finally {
      delete form.dataset.underWay;
      buttons.forEach((each) => { each.removeAttribute("aria-disabled"); });
    }
  });
  // Enter in a reason decides nothing: which of the buttons is meant, nobody knows.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
    const buttons = event.target.form ? event.target.form.querySelectorAll("button[name]") : [];
    if (buttons.length > 1) { event.preventDefault(); buttons[0].focus(); }
  });
  const search = document.querySelector("[data-says]");
  if (search) search.addEventListener("submit", (event) => { event.preventDefault(); location.href = `/says?figure=${encodeURIComponent(search.elements.figure.value)}`; });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-look-again]")) location.reload();
    const sound = event.target.closest("[data-close]");
    if (sound && sound.closest("dialog")) sound.closest("dialog").close();
  });

  // What takes long tells how far it is

  async function watch(form) {
    const place = document.querySelector("[data-making]");
    const answer = await fetch(form.dataset.act.replace(/\/make$/, "/making")).catch(() => null);
    if (!answer || !answer.ok) { setTimeout(() => watch(form), 1000); return; }
    const told = await answer.json();
    place.hidden = told.state === "none";
    if (place.hidden) return;
    const text = place.querySelector("[data-making-told]");
    if (text.textContent !== told.told) text.textContent = told.told;
    place.querySelector("progress").value = told.share;
    place.querySelector("[data-making-step]").textContent = told.state === "running" ? told.step : "";
    const faults = told.faults || [];
    if (told.state === "running") { setTimeout(() => watch(form), 500); return; }
    if (told.state === "made") { go("", [told.told], ""); return; }
    if (form.dataset.begun === "yes") { go("", [told.told, ...faults], ""); return; }
  }
  const maker = document.querySelector('[data-then="watch"][data-running="yes"]');
  if (maker) { maker.dataset.begun = "yes"; watch(maker); }
  document.addEventListener("submit", (event) => { const it = event.target.closest('[data-then="watch"]'); if (it) it.dataset.begun = "yes"; }, true);

})();
