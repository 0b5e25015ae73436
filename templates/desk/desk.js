// The editor: what is typed goes to the desk, a picture and findings come back. One request is under way at a time; what
// is typed meanwhile goes together in the next one, so nothing is drawn that is old already.
"use strict";
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const $$ = (what, from = document) => [...from.querySelectorAll(what)];
  const editor = $("[data-editor]");
  const home = `/briefs/${encodeURIComponent(editor.dataset.editor)}`;
  const form = $(".form");
  // One for each window, however often its page is loaded.
  const client = sessionStorage.getItem("briefcast:client") || crypto.randomUUID();
  sessionStorage.setItem("briefcast:client", client);
  // And one for each time it is loaded: what this page changed itself it may change further.
  const page = crypto.randomUUID();
  const kept = `briefcast:${editor.dataset.editor}`;
  const SOON_MS = 30, REST_MS = 450, AGAIN_MS = 1000, AGAIN_MOST_MS = 30000, LOOK_MS = 2000;

  let seq = Date.now(), underWay = false, composing = false, timer = 0, resting = 0, typedAt = 0, settling = false, settleAgain = false;
  let changes = new Map(); // by address: a later text takes the place of an earlier one
  const stands = new Map(); // by address: what stands there as far as this page knows, where it is not as it was drawn
  let revision = Number(editor.dataset.revision), shape = editor.dataset.shape, following = false, undecided = false;
  const added = new Set(JSON.parse(sessionStorage.getItem(`${kept}:added`) || "[]"));

  const post = (what, body, more = {}) =>
    fetch(`${home}/${what}`, { method: "POST", headers: { "content-type": "application/json", "briefcast-person": encodeURIComponent($("#main").dataset.person) }, body: JSON.stringify(body), ...more });
  const pathOf = (address) => address.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const byAddress = (address) => document.querySelector(`[data-address="${CSS.escape(address)}"]`);
  const say = (text) => { const place = $("[data-message]"); place.textContent = text; place.hidden = !text; };

  // What is looked at

  const view = () => Object.fromEntries($$("[data-view]").map((each) => [each.dataset.view, each.value]));
  const offerSizes = () => {
    const sizes = $('[data-view="size"]'), before = sizes.value;
    const chosen = $('[data-view="audience"]').selectedOptions[0];
    sizes.replaceChildren(...(chosen ? chosen.dataset.sizes.split(" ") : []).map((size) => {
      const named = $(`template[data-size="${CSS.escape(size)}"]`);
      const option = new Option(named ? named.content.textContent : size, size);
      option.selected = size === before;
      return option;
    }));
  };

  // Sending

  /** Give what a field held when it was drawn. */
  const drawn = (it) => {
    if (!it) return null;
    if (it.dataset.list !== undefined) return $$("input", it).filter((each) => each.defaultChecked).map((each) => each.value);
    if (it.dataset.focus !== undefined) return it.dataset.said === undefined ? null : [it.dataset.x, it.dataset.y];
    if (it.type === "checkbox") return it.defaultChecked ? "true" : "false";
    if (it.tagName === "SELECT") return ([...it.options].find((each) => each.defaultSelected) || { value: "" }).value;
    return it.dataset.setList === undefined ? it.defaultValue : listOf(it.defaultValue);
  };
  const holder = (address) => $(["set", "set-list", "tick", "list", "focus"].map((kind) => `[data-${kind}="${CSS.escape(address)}"]`).join(", "), form);
  const note = (address, value) => {
    const was = changes.has(address) ? changes.get(address).was : stands.has(address) ? stands.get(address) : drawn(holder(address));
    changes.delete(address);
    changes.set(address, { kind: "set", path: pathOf(address), value, was });
    if (!typedAt) typedAt = performance.now();
    try { localStorage.setItem(kept, JSON.stringify([...changes])); } catch { /* The desk keeps it a moment later. */ }
    showKept(true);
    shownPosts.replaceChildren();
    shownFilm.replaceChildren();
    soon();
  };
  let again = 0, tries = 0;
  const soon = () => { clearTimeout(timer); clearTimeout(resting); clearTimeout(again); again = 0; timer = setTimeout(send, SOON_MS); };

  async function send() {
    if (underWay || composing || undecided) return;
    underWay = true;
    const sent = changes, from = typedAt;
    changes = new Map();
    typedAt = 0;
    $("[data-pictures]").setAttribute("aria-busy", "true");
    try {
      const answer = await post("change", { client, page, shape, seq: ++seq, changes: [...sent.values()], view: view() });
      if (answer.status === 403) throw new Error(editor.dataset.closed);
      const told = await answer.json();
      tries = 0;
      if (told.overtaken) { overtaken(told, sent); return; }
      if (told.gone) { changes = new Map([...sent, ...changes]); gone(); return; }
      if (answer.ok) {
        sent.forEach((change, address) => {
          stands.set(address, change.value);
          if (changes.has(address)) changes.get(address).was = change.value;
        });
        Object.entries(told.written || {}).forEach(([address, value]) => showWritten(address, value));
        arrived(told, [...sent]);
      }
      if (!answer.ok) { say(told.message || ""); if (told.faults) showFaults(told.faults); return; }
      if (!changes.size) localStorage.removeItem(kept); else localStorage.setItem(kept, JSON.stringify([...changes]));
      say("");
      showKept(told.changed);
      $("[data-others]").hidden = !told.others;
      if (!told.stale) await showPictures(told, from);
      if (told.faults && told.faults.length) showFaults(told.faults);
    } catch (error) {
      // Nothing is lost: it goes again, under what was typed since.
      changes = new Map([...sent, ...changes]);
      typedAt = typedAt || from;
      say(error instanceof TypeError ? editor.dataset.offline : error.message);
      again = setTimeout(soon, Math.min(AGAIN_MS * 2 ** tries++, AGAIN_MOST_MS));
    } finally {
      underWay = false;
      if (!again && !undecided && changes.size && !composing) soon(); else if (!again && !undecided) resting = setTimeout(settle, REST_MS);
    }
  }
  /** Show a figure or a day as it is kept, when she has left the field and typed nothing more. */
  function showWritten(address, value) {
    stands.set(address, value);
    if (changes.has(address)) changes.get(address).was = value;
    const it = $(`[data-set="${CSS.escape(address)}"]`);
    const show = () => { if (it.isConnected && !changes.has(address) && stands.get(address) === value) it.value = value; };
    if (it) document.activeElement === it ? it.addEventListener("blur", show, { once: true }) : show();
  }
  /** Take down what has arrived, and draw the form anew if somebody else changed something as well. */
  function arrived(told, made) {
    const mine = told.revision === revision + made.length;
    if (mine) { revision = told.revision; shape = told.shape; } else follow();
  }

  // Others change the same brief: a form that shows something else is drawn anew, and what is typed goes over nothing

  /** What finds a field or button again after it was drawn anew. */
  const likeIt = (it) => it.id ? `#${CSS.escape(it.id)}`
    : it.tagName + [...it.attributes].filter(({ name }) => name.startsWith("data-")).map(({ name, value }) => `[${name}="${CSS.escape(value)}"]`).join("");

  async function follow() {
    if (following || undecided) return;
    following = true;
    const asked = seq;
    try {
      const answer = await fetch(`${home}/now`);
      const now = await answer.json();
      if (now.gone) { gone(); return; }
      // What another program broke is not saved, whatever was saved before.
      if (now.broken) { showBroken(); return; }
      if (broken) showKept(now.changed);
      if (now.revision === revision || composing || underWay) return;
      const parts = await askParts($$("[data-part]").map((each) => each.dataset.part));
      // What is typed goes first; the next look draws the form anew.
      if (asked !== seq || changes.size || underWay || composing || undecided) return;
      const at = document.activeElement, held = at && form.contains(at) ? likeIt(at) : null;
      const caret = held && at.dataset.set && at.tagName !== "SELECT" ? [at.selectionStart, at.selectionEnd] : null;
      showParts(parts);
      revision = now.revision;
      shape = now.shape;
      const again = held && $(held, form);
      if (again) { again.focus({ preventScroll: true }); if (caret) again.setSelectionRange(...caret); }
      showKept(now.changed);
      soon();
    } catch { /* It does not answer: the next look says so. */ } finally { following = false; }
  }
  setInterval(() => { if (document.visibilityState === "visible" && !underWay && !changes.size && !composing && !tries) follow(); }, LOOK_MS);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") follow(); });

  const choice = $("[data-overtaken-dialog]");
  let rows = [];
  function overtaken(told, sent) {
    rows = told.rows.map((row) => ({ ...row, mine: (changes.get(row.address) || sent.get(row.address) || {}).value }));
    const met = new Set(rows.map((row) => row.address));
    changes = new Map([...sent, ...changes].filter(([address]) => !met.has(address)));
    undecided = true;
    $("[data-overtaken]").innerHTML = told.overtaken;
    $("[data-keep-mine]").disabled = rows.some((row) => row.moved);
    choice.showModal();
  }
  choice.addEventListener("cancel", (event) => event.preventDefault());
  let deciding = null;
  const decided = (keep) => { deciding = decide(keep).finally(() => { deciding = null; }); };
  async function decide(keep) {
    choice.close();
    undecided = false;
    await follow();
    if (keep) rows.forEach((row) => {
      stands.set(row.address, row.now);
      note(row.address, row.mine);
      const it = $(`[data-set="${CSS.escape(row.address)}"]`);
      if (it) it.value = row.mine ?? ""; else revision = -1; // drawn anew when it has arrived
    }); else { if (!changes.size) localStorage.removeItem(kept); soon(); }
    const it = $(`[data-set="${CSS.escape(rows[0].address)}"]`);
    if (it) it.focus();
  }
  $("[data-take-theirs]").addEventListener("click", () => decided(false));
  $("[data-keep-mine]").addEventListener("click", () => decided(true));

  // The file is gone: what stands here can become a new one

  const lost = $("[data-gone-dialog]");
  let putAside = false;
  function gone(asked = false) {
    if (lost.open || (putAside && !asked)) return;
    undecided = true;
    lost.showModal();
    $("#rescue-name").select();
  }
  lost.addEventListener("close", () => { undecided = false; putAside = true; say($("#gone-h").textContent); $("[data-save]").disabled = false; });
  $("[data-rescue]").addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await post("rescue", { name: $("#rescue-name").value, page, changes: [...changes.values()] }).catch(() => null);
    const told = answer ? await answer.json() : { message: editor.dataset.offline };
    if (told.page) { localStorage.removeItem(kept); changes.clear(); location.href = told.page; return; }
    const place = $("[data-rescue-told]");
    place.textContent = told.message;
    place.hidden = false;
    $("#rescue-name").focus();
  });
  /** Send what is waiting, and wait until it is there. */
  async function sent() {
    // What she chose of two versions is typed anew as soon as the form was drawn anew: what is saved holds it.
    if (deciding) await deciding;
    while (!undecided && (underWay || changes.size)) { clearTimeout(timer); if (!underWay) await send(); else await new Promise((done) => setTimeout(done, 20)); }
  }

  async function settle() {
    if (settling) { settleAgain = true; return; }
    settling = true;
    const asked = seq;
    try {
      const answer = await post("settle", { client, seq: asked, view: view() });
      const told = await answer.json();
      if (!answer.ok) { say(told.message || ""); return; }
      if (asked !== seq || underWay || changes.size) { settleAgain = !underWay && !changes.size; return; }
      showFaults(told.faults);
      showTold(told.told);
      await showPictures(told, 0);
    } catch { /* The next key asks again. */ } finally {
      settling = false;
      if (settleAgain) { settleAgain = false; settle(); }
    }
  }

  let shownTold = null;
  /** Show what is told, and leave whoever listens or stands in it where she is. */
  function showTold(told) {
    if (told === shownTold) return;
    shownTold = told;
    const place = $("[data-told]"), at = place.contains(document.activeElement) ? document.activeElement.dataset.shown : undefined;
    const words = heard && $("[data-heard]", place)?.textContent;
    place.innerHTML = told;
    const saying = (shown) => $$("[data-hear]", place).find((each) => each.dataset.shown === shown);
    if (heard) {
      const button = saying(heard.button.dataset.shown);
      if (!button) quiet(); else { heard.button = button; button.setAttribute("aria-pressed", "true"); $("[data-heard]", place).textContent = words || ""; }
    }
    if (at !== undefined) saying(at)?.focus({ preventScroll: true });
  }

  async function showPictures(told, from) {
    const place = $("[data-pictures]");
    const pictures = await Promise.all((told.pictures || []).map(async (address, n) => {
      const picture = new Image();
      picture.src = address;
      picture.alt = told.alt_texts[n] || "";
      picture.lang = view().language;
      await picture.decode().catch(() => {});
      return picture;
    }));
    place.classList.toggle("stale", !pictures.length);
    $("[data-drawing]")?.remove();
    if (pictures.length) place.replaceChildren(...pictures);
    place.setAttribute("aria-busy", "false");
    // How long a key took to its picture: browsers' own tools show it, and the tests read it.
    if (from && pictures.length) performance.measure("key-to-picture", { start: from, end: performance.now() });
  }

  let broken = false;
  const showBroken = () => {
    broken = true;
    const place = $("[data-kept]");
    if (place.textContent !== editor.dataset.broken) place.textContent = editor.dataset.broken;
    place.className = "error";
  };
  const showKept = (isChanged) => {
    broken = false;
    // What came back from before stands there only as long as it is not saved.
    const before = $("[data-came-back]");
    if (before && !isChanged) before.remove();
    const place = $("[data-kept]"), text = isChanged ? editor.dataset.notSaved : editor.dataset.saved;
    if (place.textContent !== text) place.textContent = text;
    place.className = isChanged ? "warning" : "";
    $("[data-save]").disabled = $("[data-discard]").disabled = !isChanged;
  };

  /** Fetch what is inside an entry, the first time it is opened. */
  const filling = new WeakMap();
  function fill(item) {
    if (!filling.has(item)) filling.set(item, fetched(item));
    return filling.get(item);
  }
  async function fetched(item) {
    const inside = $("[data-inside]", item);
    await sent();
    const answer = await post("part", { path: pathOf(item.dataset.item), added: [...added] }).catch(() => null);
    if (!answer || !answer.ok) { filling.delete(item); return; }
    inside.innerHTML = await answer.text();
    inside.dataset.filled = "1";
    standAtFields();
  }
  form.addEventListener("toggle", (event) => { if (event.target.open && event.target.dataset.item) fill(event.target); }, true);

  let known = [];
  function showFaults(faults) {
    known = faults;
    const listed = faults.map((fault) => {
      const line = document.createElement("li");
      line.className = `fault ${fault.severity}`;
      if (nearest(fault.address)) {
        const link = document.createElement("a");
        link.href = "#";
        link.textContent = told(fault);
        link.dir = "auto";
        link.addEventListener("click", async (event) => {
          event.preventDefault();
          const own = nearest(fault.address).closest(".item");
          if (own) await fill(own);
          goTo(nearest(fault.address));
        });
        line.append(link);
      } else { line.dir = "auto"; line.textContent = told(fault); }
      return line;
    });
    $("[data-faults]").replaceChildren(...listed);
    const counted = faults.filter((each) => each.severity !== "idea" && each.severity !== "note").length;
    $("[data-fault-count]").textContent = counted || "";
    $("[data-picture-state]").textContent = faults.length ? "" : editor.dataset.none;
    standAtFields();
  }
  const told = (fault) => `${fault.said}: ${fault.message} ${fault.remedy}`.trim();
  /** Put each finding at its field, or at the nearest one around it that is shown. */
  function standAtFields() {
    $$(".fault[data-at]", form).forEach((each) => each.remove());
    $$("[aria-invalid]", form).forEach((each) => { each.removeAttribute("aria-invalid"); each.removeAttribute("aria-describedby"); });
    $$("[data-count]", form).forEach((each) => { each.textContent = ""; });
    known.forEach((fault, number) => { const place = nearest(fault.address); if (place) standAt(place, fault, told(fault), number); });
  }
  const nearest = (address) => {
    for (let at = address; at; at = at.includes(".") ? at.slice(0, at.lastIndexOf(".")) : "") { const found = byAddress(at); if (found) return found; }
    return null;
  };
  function standAt(place, fault, told, number) {
    const own = place.closest(".item");
    if (own) { const count = $("[data-count]", own); count.textContent = String(Number(count.textContent || 0) + 1); }
    if (place === own && !$("[data-inside]", own).dataset.filled) return;
    const inside = place === own ? $("[data-inside]", own) : place;
    const line = document.createElement("p");
    line.className = `fault ${fault.severity}`;
    line.id = `fault-${number}`;
    line.dir = "auto";
    line.dataset.at = fault.address;
    line.lang = document.documentElement.lang;
    line.textContent = told;
    inside.append(line);
    const typed = place === own ? null : $("input, textarea, select", place);
    if (typed) {
      typed.setAttribute("aria-describedby", `${typed.getAttribute("aria-describedby") || ""} ${line.id}`.trim());
      if (fault.severity === "error") typed.setAttribute("aria-invalid", "true");
    }
  }
  const goTo = async (place) => {
    const own = place.closest(".item"), address = place.dataset.address;
    if (own) { await fill(own); place = byAddress(address) || own; }
    for (let at = place; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    const typed = $("input, textarea, select, summary", place);
    place.scrollIntoView({ block: "center" });
    if (typed) typed.focus({ preventScroll: true });
  };

  // Typing

  const listOf = (text) => text.split(",").map((each) => each.trim()).filter(Boolean);
  const take = (event) => {
    const it = event.target;
    if (it.dataset.confirm !== undefined) confirmed(it);
    else if (it.dataset.set !== undefined) note(it.dataset.set, it.value.trim() === "" ? null : it.value);
    else if (it.dataset.setList !== undefined) note(it.dataset.setList, listOf(it.value));
    else if (it.dataset.tick !== undefined) note(it.dataset.tick, it.checked ? "true" : "false");
    else if (it.closest("[data-list]") && it.type === "checkbox") {
      const list = it.closest("[data-list]");
      note(list.dataset.list, $$("input:checked", list).map((each) => each.value));
    }
  };
  form.addEventListener("compositionstart", () => { composing = true; });
  form.addEventListener("compositionend", (event) => { composing = false; take(event); });
  form.addEventListener("input", (event) => { if (!event.isComposing && !composing) take(event); });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("pagehide", () => {
    if (changes.size) post("change", { client, page, shape, seq: ++seq, changes: [...changes.values()] }, { keepalive: true });
  });

  // Figures of a document, each beside its sentence: space ticks one, the arrows go on

  const confirming = $("[data-confirming]"), left = $("[data-confirm-left]");
  const ticksOf = () => (confirming ? $$("[data-confirm]", confirming) : []);
  const countLeft = () => {
    if (left) left.textContent = left.dataset.words.replace("{left}", ticksOf().filter((each) => !each.checked).length).replace("{all}", ticksOf().length);
  };
  function confirmed(it) {
    const address = `${it.dataset.confirm}.unconfirmed`, shown = $(`[data-tick="${CSS.escape(address)}"]`);
    if (!shown && !stands.has(address)) stands.set(address, "true");
    note(address, it.checked ? "false" : "true");
    if (shown) shown.checked = !it.checked;
    countLeft();
  }
  /** What is ticked is what is shown: after a figure was changed it is shown anew, and until then it has no tick. */
  async function compareAnew() {
    if (!confirming) return;
    const own = document.activeElement.dataset ? document.activeElement.dataset.confirm : undefined;
    ticksOf().filter((each) => !each.checked).forEach((each) => { each.disabled = true; });
    try {
      await sent();
      const answer = await fetch(`${home}/compared`);
      if (!answer.ok) throw new Error();
      const place = document.createElement("ol");
      place.innerHTML = await answer.text();
      const now = new Map($$("[data-confirm-row]", place).map((each) => [each.dataset.confirmRow, each]));
      const ticked = $$("[data-confirm-row]", confirming).filter((each) => $("[data-confirm]", each).checked && !now.has(each.dataset.confirmRow));
      ticked.forEach((each) => { const item = $(`.item[data-id="${CSS.escape(each.dataset.confirmRow)}"]`); if (item) $("[data-confirm]", each).dataset.confirm = item.dataset.item; });
      confirming.replaceChildren(...ticked, ...now.values());
      const again = own && $(`[data-confirm="${CSS.escape(own)}"]`, confirming);
      if (again) again.focus({ preventScroll: true });
    } catch { say(editor.dataset.offline); }
    countLeft();
  }
  if (confirming) {
    countLeft();
    confirming.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key], ticks = ticksOf(), at = ticks.indexOf(event.target);
      if (!by || at < 0) return;
      event.preventDefault();
      const next = ticks[at + by];
      if (next) { next.focus({ preventScroll: true }); next.closest("li").scrollIntoView({ block: "nearest" }); }
    });
    confirming.addEventListener("click", (event) => {
      const edit = event.target.closest("[data-confirm-edit]");
      if (edit) goTo(byAddress(edit.dataset.confirmEdit));
      const period = event.target.closest("[data-confirm-period]");
      if (!period) return;
      const address = `${period.dataset.confirmPeriod}.period`;
      if (!stands.has(address)) stands.set(address, period.dataset.period);
      note(address, period.dataset.period);
      period.closest("li").querySelector("[data-confirm]").focus();
      compareAnew();
    });
    form.addEventListener("change", (event) => {
      const it = event.target, address = it.dataset.set || it.dataset.setList || it.dataset.tick || "";
      if (address.startsWith("statistics.")) compareAnew();
    });
  }

  // Posts come when they are asked for, and go with the next key: they are of what stood there then

  const shownPosts = $("[data-posts-shown]"), shownFilm = $("[data-film-shown]");
  const onAsking = (button, place, what) => button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await sent();
      const answer = await post(what, { client, seq, view: view() });
      if (answer.ok) place.innerHTML = await answer.text();
      else { const told = await answer.json(); say(told.message || ""); if (told.faults) showFaults(told.faults); }
    } catch { say(editor.dataset.offline); } finally { button.disabled = false; button.focus(); }
  });
  onAsking($("[data-posts]"), shownPosts, "posts");
  onAsking($("[data-film]"), shownFilm, "film");

  // A sentence is heard at a press; another press, or another sentence, ends it

  const sound = new Audio();
  let heard = null;
  const quiet = () => { sound.pause(); if (heard) heard.button.setAttribute("aria-pressed", "false"); heard = null; };
  sound.addEventListener("ended", quiet);
  $("[data-told]").addEventListener("click", async (event) => {
    const it = event.target.closest("[data-hear]");
    if (!it) return;
    const again = heard && it === heard.button;
    quiet();
    if (again) return;
    const mine = heard = { button: it };
    it.setAttribute("aria-pressed", "true");
    const tell = (text) => { const place = $("[data-heard]"); if (place) place.textContent = text; };
    try {
      await sent();
      const answer = await post("hear", { view: view(), scene: Number(it.dataset.hear), number: Number(it.dataset.number), shown: it.dataset.shown });
      const told = await answer.json();
      if (mine !== heard) return;
      if (!answer.ok) { quiet(); tell(told.message || ""); if (told.faults) showFaults(told.faults); return; }
      tell(told.said);
      sound.src = told.sound;
      await sound.play();
    } catch (error) {
      if (mine !== heard) return;
      quiet();
      tell(error instanceof TypeError ? editor.dataset.offline : editor.dataset.noSound);
    }
  });

  // Fields and entries that come and go

  const ids = (list) => new Set($$(`[data-item^="${list}."]`).map((each) => each.dataset.id));
  const freeId = (list) => { const taken = ids(list), stem = { points: "point", statistics: "figure", sources: "source" }[list] || "item"; let n = 1; while (taken.has(`${stem}-${n}`)) n += 1; return `${stem}-${n}`; };
  async function carryOut(change) {
    await sent();
    const answer = await post("change", { client, page, shape, seq: ++seq, changes: [change], view: null });
    const told = await answer.json();
    if (told.gone) gone();
    if (told.overtaken) follow();
    if (!answer.ok) { say(told.message || ""); return false; }
    arrived(told, [change]);
    showKept(told.changed);
    return true;
  }
  /** Draw the part of the form around a field anew; what was open stays open. */
  async function redraw(address) {
    const top = pathOf(address)[0];
    const keys = LISTED.includes(top) ? [top] : $$("[data-part]").map((each) => each.dataset.part).filter((key) => !LISTED.includes(key));
    showParts(await askParts(keys));
    sessionStorage.setItem(`${kept}:added`, JSON.stringify([...added]));
    send();
  }
  const LISTED = ["statistics", "points", "sources"];
  const partOf = (address) => (LISTED.includes(pathOf(address)[0]) ? pathOf(address)[0] : "about");
  const openItems = () => $$(".item[open]").map((each) => each.dataset.item);
  /** Ask for parts of the form, and for what is inside their open entries, as they stand now. */
  async function askParts(keys) {
    const ask = async (path) => { const answer = await post("part", { path, added: [...added] }); return answer.ok ? answer.text() : null; };
    const inside = openItems().filter((item) => keys.includes(partOf(item)));
    const [texts, insides] = await Promise.all([keys.map((key) => ask([key])), inside.map((item) => ask(pathOf(item)))].map((all) => Promise.all(all)));
    return { texts: keys.map((key, n) => [key, texts[n]]), insides: inside.map((item, n) => [item, insides[n]]) };
  }
  /** Put parts in place of what stands there, in one step; what is open stays open. */
  function showParts({ texts, insides }) {
    const open = new Set(openItems());
    for (const [key, text] of texts) {
      if (text === null) continue;
      $(`[data-part="${key}"]`).innerHTML = text;
      [...stands.keys()].filter((address) => partOf(address) === key).forEach((address) => stands.delete(address));
    }
    for (const [address, text] of insides) {
      const item = $(`.item[data-item="${CSS.escape(address)}"]`), place = item && $("[data-inside]", item);
      if (!place || text === null) continue;
      place.innerHTML = text;
      place.dataset.filled = "1";
      filling.set(item, Promise.resolve());
    }
    $$(".item").filter((each) => open.has(each.dataset.item)).forEach((each) => { each.open = true; });
    if (texts.some(([key]) => key === "statistics")) compareAnew();
    standAtFields();
  }
  form.addEventListener("change", async (event) => {
    const it = event.target;
    if (it.dataset.more !== undefined && it.value) {
      const address = it.dataset.more ? `${it.dataset.more}.${it.value}` : it.value;
      added.add(address);
      await sent();
      await redraw(address);
      const place = byAddress(address);
      if (place) goTo(place);
    } else if (it.dataset.key && it.value) {
      const address = `${it.dataset.key}.${it.value}`;
      const value = it.dataset.kind === "words" ? { [view().language]: "…" } : it.dataset.kind === "part" ? { text: { [view().language]: "…" } } : "1";
      if (await carryOut({ kind: "set", path: pathOf(address), value })) { await redraw(address); const place = byAddress(address); if (place) goTo(place); }
    } else if (it.dataset.set && it.tagName === "SELECT") take(event);
  });
  form.addEventListener("click", async (event) => {
    const it = event.target.closest("button");
    if (!it) return;
    if (it.dataset.add) {
      const list = it.dataset.add, language = view().language;
      const id = freeId(list);
      const value = it.dataset.kind === "words" ? { [language]: "…" } : { id };
      if (await carryOut({ kind: "add", path: pathOf(list), value })) {
        await redraw(list);
        const entries = $$(`[data-item^="${list}."]`), last = entries[entries.length - 1] || byAddress(list);
        if (last) { await goTo(last); if (last.tagName === "DETAILS") last.open = true; const typed = $("textarea", last); if (typed) typed.focus(); }
      }
    } else if (it.dataset.remove) {
      if (it.dataset.entry !== undefined && !confirm(editor.dataset.sure)) return;
      added.delete(it.dataset.remove);
      if (await carryOut({ kind: "remove", path: pathOf(it.dataset.remove) })) { await redraw(it.dataset.remove); const part = $(`#part-${pathOf(it.dataset.remove)[0]}`) || $("#part-about"); part.focus(); }
    } else if (it.dataset.move) {
      const path = pathOf(it.dataset.move), by = Number(it.dataset.by), list = path.slice(0, -1).join(".");
      if (await carryOut({ kind: "move", path, by })) {
        await redraw(it.dataset.move);
        const entries = $$(`[data-item^="${list}."]`), place = Math.min(Math.max(path[path.length - 1] + by, 0), entries.length - 1);
        await fill(entries[place]);
        entries[place].open = true;
        const again = $(`[data-move][data-by="${by}"]`, entries[place]);
        if (again) again.focus();
      }
    }
  });

  // Figures are inserted from a list, never typed

  const figures = $("[data-figure-dialog]"), search = $("#figure-search");
  let into = null;
  form.addEventListener("input", (event) => {
    const it = event.target;
    if (it.dataset.figures === undefined || composing || event.data !== "{") return;
    into = it;
    search.value = "";
    filter();
    figures.showModal();
    search.focus();
  });
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    $$("li", figures).forEach((each) => { each.hidden = !words.every((word) => each.textContent.toLowerCase().includes(word)); });
  };
  search.addEventListener("input", filter);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault();
    const first = $$("li:not([hidden]) button", figures)[0];
    if (first) event.key === "Enter" ? first.click() : first.focus();
  });
  figures.addEventListener("keydown", (event) => {
    if (event.target === search || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const there = $$("li:not([hidden]) button", figures), at = there.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (at < 0) search.focus(); else if (there[at]) there[at].focus();
  });
  figures.addEventListener("click", (event) => {
    const it = event.target.closest("[data-written]");
    if (!it || !into) return;
    const at = into.selectionStart, before = into.value.slice(0, at), after = into.value.slice(at);
    into.value = `${before.replace(/\{$/, "")}${it.dataset.written}${after.replace(/^\}/, "")}`;
    const end = before.replace(/\{$/, "").length + it.dataset.written.length;
    figures.close();
    into.focus();
    into.setSelectionRange(end, end);
    note(into.dataset.set, into.value);
  });
  figures.addEventListener("close", () => { if (into) into.focus(); });
  $$("[data-close]").forEach((each) => each.addEventListener("click", () => each.closest("dialog").close()));

  // Saving

  const both = $("[data-both-dialog]");
  let newer = "";
  async function save(over = "") {
    await sent();
    const answer = await post("save", { over });
    const told = await answer.json();
    if (answer.status === 409) {
      newer = told.newer;
      $("[data-both]").innerHTML = told.both;
      $("[data-merge]").disabled = !told.can_merge;
      both.showModal();
      return false;
    }
    if (told.gone) gone(true);
    if (!answer.ok) { say(told.message || ""); if (told.faults) showFaults(told.faults); return false; }
    say("");
    if (told.revision === revision + 1) revision = told.revision; else follow();
    showKept(told.changed);
    dispatchEvent(new Event("briefcast:saved"));
    if (over) location.reload();
    return true;
  }
  $("[data-save]").addEventListener("click", () => save());
  $("[data-merge]").addEventListener("click", () => { both.close(); save(newer); });
  // Nobody types into what is about to be drawn anew.
  const drop = async () => { form.inert = true; await sent(); await post("discard", {}); localStorage.removeItem(kept); sessionStorage.removeItem(`${kept}:added`); location.reload(); };
  $("[data-drop]").addEventListener("click", drop);
  $("[data-discard]").addEventListener("click", () => { if (confirm(editor.dataset.really)) drop(); });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") { event.preventDefault(); if (!$("[data-save]").disabled) save(); }
  });

  // Making

  let silent = 0;
  async function watch() {
    const answer = await fetch(`${home}/making`).catch(() => null);
    if (!answer || !answer.ok) { setTimeout(watch, Math.min(AGAIN_MS * 2 ** silent++, AGAIN_MOST_MS)); return; }
    silent = 0;
    const told = await answer.json();
    const place = $("[data-making]");
    place.hidden = told.state === "none";
    if (place.hidden) return;
    if ($("[data-making-told]").textContent !== told.told) $("[data-making-told]").textContent = told.told;
    $("progress", place).value = told.share;
    $("[data-making-step]").textContent = told.state === "running" ? told.step : "";
    $("[data-stop]").hidden = told.state !== "running";
    for (const [link, leads] of [["[data-making-page]", told.page], ["[data-making-hand]", told.hand]]) {
      $(link).hidden = !leads;
      if (leads) $(link).href = leads;
    }
    $("[data-making-faults]").replaceChildren(...told.faults.map((fault) => {
      const line = document.createElement("li"), at = nearest(fault.address);
      line.className = `fault ${fault.severity}`;
      line.dir = "auto";
      const text = `${fault.message} ${fault.remedy}`.trim();
      if (!at) { line.textContent = text; return line; }
      const link = document.createElement("a");
      link.href = "#";
      link.textContent = text;
      link.addEventListener("click", (event) => { event.preventDefault(); goTo(at); });
      line.append(link);
      return line;
    }));
    $("[data-make]").disabled = told.state === "running";
    if (told.state === "running") setTimeout(watch, 500);
  }
  $("[data-make]").addEventListener("click", async () => {
    if (!$("[data-save]").disabled && !(await save())) return;
    const answer = await post("make", {});
    if (!answer.ok) { say((await answer.json()).message); return; }
    watch();
  });
  $("[data-stop]").addEventListener("click", () => post("stop", {}));

  // What files.js stands on: pictures that are dropped, and the point that must stay in them
  window.desk = { home, form, editor, pathOf, byAddress, carryOut, redraw, goTo, note };

  // The beginning: what was typed and did not arrive goes first

  $('[data-view="audience"]').addEventListener("change", () => { offerSizes(); send(); });
  $$('[data-view="language"], [data-view="size"]').forEach((each) => each.addEventListener("change", () => send()));
  offerSizes();
  try {
    for (const [address, change] of JSON.parse(localStorage.getItem(kept) || "[]")) {
      changes.set(address, change);
      const typed = $(`[data-set="${CSS.escape(address)}"]`);
      if (typed) typed.value = change.value ?? "";
    }
  } catch { localStorage.removeItem(kept); }
  send();
  watch();
})();
