// What every page does beyond showing: speak another language, and copy a text.
"use strict";

const root = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

const speak = (radio) => {
  root.lang = radio.value;
  root.dir = radio.dataset.dir;
  for (const passage of all("[data-in]")) passage.hidden = passage.dataset.in !== radio.value;
};

const offerCopies = () => {
  for (const button of all(".copy")) {
    const said = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = button.parentElement.querySelector(".text");
      try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = button.dataset.copied;
        setTimeout(() => (button.textContent = said), 2000);
      } catch {
        getSelection().selectAllChildren(text);
      }
    });
  }
};
