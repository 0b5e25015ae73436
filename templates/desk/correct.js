// Corrections: what takes a moment to be looked at comes after the page; whoever saves a brief is told what is out of it.
"use strict";
(async () => {
  for (const place of document.querySelectorAll("[data-state-at]")) {
    const answer = await fetch(place.dataset.stateAt).catch(() => null);
    if (!answer || !answer.ok) continue;
    const told = document.createElement("template");
    told.innerHTML = await answer.text();
    place.replaceChildren(told.content);
  }
})();
(() => {
  const place = document.querySelector("[data-out]");
  if (!place) return;
  const look = async () => {
    const answer = await fetch(place.dataset.out).catch(() => null);
    if (!answer || !answer.ok) return;
    const { told, page, said } = await answer.json();
    const link = document.createElement("a");
    link.href = page;
    link.textContent = said;
    if (told) place.replaceChildren(told, " ", link); else place.replaceChildren();
    place.classList.toggle("warning", Boolean(told));
    place.classList.toggle("told", Boolean(told));
  };
  addEventListener("briefcast:saved", look);
  look();
})();
