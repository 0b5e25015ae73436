// What the page does beyond showing: filter, look at a picture large, follow a transcript, copy a text.
// Without it everything is there, one set below the other.
(() => {
  const form = document.getElementById("filters");
  const media = all("video, audio");

  // ---- Filter: language, audience, product. The choice lives in the address, so it can be sent.
  const chosen = () => Object.fromEntries(new FormData(form));
  const fits = (choice, value) => choice === "all" || choice === value;

  const show = () => {
    const choice = chosen();
    let files = 0;
    let sets = 0;
    for (const set of all(".set")) {
      const sections = all("[data-product]", set);
      for (const section of sections) section.hidden = !fits(choice.product, section.dataset.product);
      const left = sections.filter((section) => !section.hidden);
      const wanted = fits(choice.language, set.dataset.language) && fits(choice.audience, set.dataset.audience);
      set.hidden = !wanted || (choice.product !== "all" && left.length === 0);
      if (set.hidden) continue;
      sets += 1;
      files += left.reduce((sum, section) => sum + Number(section.dataset.files), 0);
    }
    document.getElementById("nothing").hidden = sets > 0;
    document.getElementById("shown").textContent = files.toLocaleString(root.lang);
    for (const player of media) if (!player.paused && player.closest("[hidden]")) player.pause();
  };

  const take = (name, value) => {
    const radio = form.elements[name];
    const wanted = all(`input[name="${name}"]`, form).find((input) => input.value === value);
    if (radio && wanted) wanted.checked = true;
  };

  const readAddress = () => {
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) take(name, value);
    const language = all('input[name="language"]:checked', form)[0];
    if (language && language.value !== "all") speak(language);
    show();
  };

  form.addEventListener("change", (event) => {
    if (event.target.name === "language" && event.target.value !== "all") speak(event.target);
    show();
    try {
      history.replaceState(null, "", `#${new URLSearchParams(chosen())}`);
    } catch {
      // Some browsers refuse to change the address of a page on the disk; the filter works all the same.
    }
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => location.hash.includes("=") && readAddress());
  form.hidden = false;
  root.classList.add("live");
  readAddress();

  // ---- Covers are fetched when their film comes near: a poster has no lazy loading of its own.
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        target.poster = target.dataset.poster;
        near.unobserve(target);
      }
    },
    { rootMargin: "400px" },
  );
  for (const film of all("video[data-poster]")) near.observe(film);

  // ---- One sound at a time.
  for (const player of media) {
    player.addEventListener("play", () => media.forEach((other) => other !== player && other.pause()));
  }

  // ---- Transcript: a line is a place in the sound.
  for (const list of all(".cues")) {
    const audio = document.getElementById(list.dataset.for);
    const lines = all("button", list);
    const starts = lines.map((line) => Number(line.dataset.at));
    list.addEventListener("click", (event) => {
      const line = event.target.closest("button");
      if (!line) return;
      audio.currentTime = Number(line.dataset.at);
      audio.play();
    });
    audio.addEventListener("timeupdate", () => {
      const now = starts.findLastIndex((start) => start <= audio.currentTime + 0.05);
      lines.forEach((line, index) => {
        if (index === now) line.setAttribute("aria-current", "true");
        else line.removeAttribute("aria-current");
      });
    });
  }

  offerCopies();

  // ---- A picture large, with the others of its row one key away.
  const viewer = document.getElementById("viewer");
  const stage = viewer.querySelector(".stage");
  let row = [];
  let at = 0;
  const put = (index) => {
    at = (index + row.length) % row.length;
    const link = row[at];
    const small = link.querySelector("img");
    const large = new Image(small.width, small.height);
    large.alt = small.alt;
    large.src = link.href;
    large.width = small.getAttribute("width");
    large.height = small.getAttribute("height");
    stage.replaceChildren(large);
    const caption = document.getElementById("viewer-caption");
    const passage = link.closest("[lang]");
    caption.textContent = small.alt;
    caption.lang = passage.lang;
    caption.dir = passage.dir;
    document.getElementById("viewer-open").href = link.href;
  };
  const step = (by) => put(at + by);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-view]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    row = all("a[data-view]", link.closest("[data-product]"));
    for (const id of ["previous", "next"]) document.getElementById(id).hidden = row.length < 2;
    put(row.indexOf(link));
    viewer.showModal();
  });
  document.getElementById("previous").addEventListener("click", () => step(-1));
  document.getElementById("next").addEventListener("click", () => step(1));
  document.getElementById("close").addEventListener("click", () => viewer.close());
  viewer.addEventListener("click", (event) => event.target === viewer && viewer.close());
  viewer.addEventListener("keydown", (event) => {
    const forward = root.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = root.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    if (row.length > 1 && event.key === forward) step(1);
    if (row.length > 1 && event.key === back) step(-1);
  });
})();
