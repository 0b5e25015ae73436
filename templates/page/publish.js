// What the page of what would be sent does beyond showing: filter, show a few posts at a time, speak another language.
// Without it every post is there, in the team's language.
(() => {
  const form = document.getElementById("filters");
  const tongues = document.getElementById("tongues");
  const sayings = JSON.parse(document.getElementById("sayings").textContent);
  const cards = all(".card");
  const status = document.getElementById("shown");
  const more = document.getElementById("more");
  const atOnce = Number(document.querySelector(".posts").dataset.atOnce);
  let room = atOnce;

  const wanted = () => Object.fromEntries(new FormData(form));
  const matching = () => {
    const choice = Object.entries(wanted()).filter(([, value]) => value);
    return cards.filter((card) => choice.every(([name, value]) => card.dataset[name] === value));
  };

  const show = () => {
    const found = matching();
    const shown = new Set(found.slice(0, room));
    for (const card of cards) {
      card.hidden = !shown.has(card);
      if (card.hidden) for (const player of all("video, audio", card)) player.pause();
      else for (const film of all("video[data-poster]", card)) film.poster = film.dataset.poster;
    }
    document.getElementById("nothing").hidden = found.length > 0;
    more.parentElement.hidden = found.length <= room;
    const count = shown.size < found.length ? `${shown.size} / ${found.length}` : `${found.length}`;
    status.textContent = sayings[root.lang][Number(status.dataset.pattern)].replace("#", `\u2066${count}\u2069`);
  };

  form.addEventListener("change", () => {
    room = atOnce;
    show();
    try {
      history.replaceState(null, "", `#${new URLSearchParams(wanted())}`);
    } catch {
      // Some browsers refuse to change the address of a page on the disk; the filter works all the same.
    }
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => {
    const before = room;
    room += atOnce;
    show();
    // Who goes on with the keyboard goes on with the first post that came.
    all("h3", matching()[before])[0].focus();
  });
  tongues.addEventListener("change", ({ target }) => {
    speak(target);
    for (const passage of all("[data-say]")) passage.textContent = sayings[root.lang][Number(passage.dataset.say)];
    document.title = document.querySelector("h1").textContent;
    show();
  });
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    const field = form.elements[name];
    if (field && [...field.options].some((option) => option.value === value)) field.value = value;
  }
  for (const each of [form, tongues]) each.hidden = false;
  show();
})();
