// What the list of a review's parts does beyond showing: another language, and a text to copy.
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const form = document.getElementById("filters");

  form.hidden = all('input[name="language"]').length < 2;
  form.addEventListener("change", ({ target }) => {
    root.lang = target.value;
    root.dir = target.dataset.dir;
    for (const passage of all("[data-in]")) passage.hidden = passage.dataset.in !== target.value;
  });

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
})();
