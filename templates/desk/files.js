// Pictures, films, maps and tables: dropped, chosen or pasted at a field, and the point that must stay in them.
"use strict";
(() => {
  const { home, form, editor, pathOf, byAddress, carryOut, redraw, goTo, note } = window.desk;
  const $ = (what, from = document) => from.querySelector(what);
  const most = JSON.parse(editor.dataset.most);
  const hasFiles = (data) => data && [...data.types].includes("Files");
  /** Give the field that a file goes to which was let go here: this one, or the first of the point around it. */
  const fieldOf = (it) => {
    if (!it || !it.closest) return null;
    const own = it.closest("[data-drop]"), item = it.closest(".item[open]");
    return own || (item && $("[data-drop]", item));
  };

  // A file that misses its field is not opened in place of the page

  addEventListener("dragover", (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    const field = fieldOf(event.target);
    event.dataTransfer.dropEffect = field ? "copy" : "none";
    mark(field);
  });
  addEventListener("drop", (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    mark(null);
    const field = fieldOf(event.target);
    if (field && event.dataTransfer.files[0]) send(field, event.dataTransfer.files[0]);
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) mark(null); });
  let marked = null;
  function mark(field) {
    if (marked !== field && marked) marked.classList.remove("dropping");
    marked = field;
    if (field) field.classList.add("dropping");
  }
  form.addEventListener("paste", (event) => {
    const file = event.clipboardData && event.clipboardData.files[0], field = fieldOf(event.target);
    // Text that brings a picture of itself along, as from a word processor, is text.
    const isText = [...event.clipboardData.types].some((type) => type.startsWith("text/plain"));
    if (!file || !field || isText) return;
    event.preventDefault();
    send(field, file);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose]");
    if (button) $("[data-file]", button.closest("[data-drop]")).click();
  });
  form.addEventListener("change", (event) => {
    const it = event.target;
    if (it.dataset.file === undefined || !it.files[0]) return;
    event.stopImmediatePropagation();
    send(it.closest("[data-drop]"), it.files[0]);
    it.value = "";
  }, true);

  const tell = (address, text, isWrong) => {
    const place = byAddress(address), told = place && $("[data-drop-told]", place);
    if (!told) return null;
    told.textContent = text;
    told.className = isWrong ? "told error" : "quiet";
    return told;
  };
  /** What a file from the clipboard is called, is called so in every point. */
  const nameOf = (file, field) => {
    const item = field.closest(".item");
    return item && /^image\.\w+$/.test(file.name) ? `${item.dataset.id}.${file.name.split(".").pop()}` : file.name;
  };
  let arriving = false;
  async function send(field, file) {
    const address = field.dataset.drop;
    const limit = file.type.startsWith("video/") ? most.film : Math.max(most.picture, file.type ? 0 : most.film);
    if (file.size > limit) { tell(address, editor.dataset.tooLarge.replace("{most}", limit / 1e6), true); return; }
    if (arriving) return;
    arriving = true;
    tell(address, editor.dataset.arriving);
    try {
      const asked = new URLSearchParams({ field: address, name: nameOf(file, field) });
      const answer = await fetch(`${home}/files?${asked}`, {
        method: "POST",
        headers: { "content-type": "application/octet-stream", "briefcast-person": encodeURIComponent($("#main").dataset.person) },
        body: file,
      });
      const told = await answer.json().catch(() => ({ message: editor.dataset.closed }));
      if (!answer.ok) { tell(address, told.message, true); return; }
      await put(told.address, told.value, told.told);
      for (const [place, value] of Object.entries(told.also || {})) {
        const it = $(`[data-set="${CSS.escape(place)}"]`, form);
        if (it && !it.value.trim()) note(place, it.value = value);
      }
    } catch { tell(address, editor.dataset.offline, true); } finally { arriving = false; }
  }
  /** Set a field to a file, and ask for what it shows; the former one is a press away. */
  async function put(address, value, said, isBack = false) {
    const before = $(`[data-set="${CSS.escape(address)}"]`, form), was = before && before.value.trim() ? before.value : null;
    if (was === value) { tell(address, said); return; }
    const alt = [...pathOf(address).slice(0, 2), "image_alt"].join(".");
    if (!(await carryOut({ kind: "set", path: pathOf(address), value, was }))) { tell(address, ""); return; }
    await redraw(address);
    const told = tell(address, said);
    if (told && !isBack) {
      const back = document.createElement("button");
      back.type = "button";
      back.className = "small";
      back.textContent = editor.dataset.former;
      back.addEventListener("click", () => put(address, was, "", true));
      if (was) told.append(" ", back);
      const asked = byAddress(alt), empty = asked && [...asked.querySelectorAll("textarea")].find((each) => !each.value.trim());
      if (empty) { await goTo(asked); empty.focus({ preventScroll: true }); }
    }
  }

  // What must stay in a picture

  const STEP = 0.05, SMALL = 0.01;
  const within = (share) => Math.min(Math.max(share, 0), 1);
  function point(pad, x, y) {
    const shares = [x, y].map((each) => String(Number(within(each).toFixed(2))));
    note(pad.dataset.focus, shares);
    [pad.dataset.x, pad.dataset.y] = shares;
    pad.dataset.said = "";
    const [left, above] = shares.map((each) => Math.round(each * 100));
    pad.querySelectorAll("circle").forEach((each) => { each.setAttribute("cx", `${left}%`); each.setAttribute("cy", `${above}%`); });
    pad.setAttribute("aria-valuenow", left);
    pad.setAttribute("aria-valuetext", pad.dataset.at.replace("{x}", left).replace("{y}", above));
  }
  form.addEventListener("click", (event) => {
    const pad = event.target.closest("[data-focus]");
    if (!pad) return;
    const box = $("img", pad).getBoundingClientRect();
    point(pad, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    pad.focus({ preventScroll: true });
  });
  form.addEventListener("keydown", (event) => {
    const pad = event.target.dataset && event.target.dataset.focus !== undefined ? event.target : null;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!pad || !way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const step = event.shiftKey ? SMALL : STEP;
    point(pad, Number(pad.dataset.x) + way[0] * step, Number(pad.dataset.y) + way[1] * step);
  });
  // A picture that is not there has no point in it; the finding at its field says so.
  form.addEventListener("error", (event) => { const pad = event.target.closest && event.target.closest(".pad"); if (pad) pad.closest(".field").hidden = true; }, true);
})();
