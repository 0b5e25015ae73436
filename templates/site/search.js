// Searching the site: asks the index beside the page as the reader types, and shows what was found.
const form = document.querySelector("form.search");
const field = form.querySelector("input");
const said = document.getElementById("said");
const list = document.getElementById("found");
const more = document.getElementById("more");
const { up, parts, tail, found, none, without, failed } = form.dataset;
const onto = new RegExp(`^${form.dataset.onto}`, "u"); // letters before a Hebrew word, as the index knows them
const RANKING = { diacriticSimilarity: 1.2 };
const SHOWN = 10; // at once
const WEIGHED = 20; // how many of the first are put in order by whether the words stand together
const AROUND = 70; // signs of text before the first word that was found
const LENGTH = 220; // signs of text
let index;
let asked = 0;

// The same text without what may be left out when typing, and where in the text each of its signs stands.
const bare = (text) => {
  let letters = "";
  const places = [];
  let place = 0;
  for (const sign of text) {
    const plain = sign.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
    letters += plain;
    for (let each = 0; each < plain.length; each += 1) places.push(place);
    place += sign.length;
  }
  places.push(place);
  return { letters, places };
};

const wordsOf = (text) => bare(text).letters.match(/[\p{L}\p{N}]+/gu) ?? [];

// As the index has it: composed, and short forms without their marks, which would part them.
const typed = () => field.value.normalize("NFC").replace(/(?<=[א-ת])["'’׳״](?=[א-ת])/gu, "").trim();

// Each query that a query may mean besides: its Hebrew words without letters that are written onto them.
const barer = (query) => {
  const found = new Set();
  for (const word of query.match(/[א-ת]{4,}/gu) ?? []) {
    for (let length = 1; length <= onto.exec(word)[0].length && word.length - length >= Number(form.dataset.root); length += 1) {
      found.add(query.replace(word, word.slice(length)));
    }
  }
  return [...found];
};

// What has a query, and behind it what has what it may mean besides, each once.
const search = async (query) => {
  const every = await Promise.all([query, ...barer(query)].map(async (each) => (await index.search(each)).results));
  return [...new Map(every.flat().map((each) => [each.id, each])).values()];
};

// The words that stand nowhere: the index passes them over without a word.
const missing = async (query) => {
  const words = [...new Set(query.split(/\s+/u))];
  const counts = words.length > 1 ? await Promise.all(words.map(async (each) => (await search(each)).length)) : [1];
  return words.filter((each, number) => /[\p{L}\p{N}]/u.test(each) && counts[number] === 0);
};

const open = async (again = false) => {
  if (again && index) await index.destroy();
  index = await import(new URL("index/pagefind.js", document.baseURI));
  await index.options({ ranking: RANKING });
  await index.init();
  for (let number = 2; number <= Number(parts); number += 1) {
    await index.mergeIndex(new URL(`index-${number}/`, document.baseURI).href, { ranking: RANKING });
  }
};

// Everything up to where other spellings begin, without the title that stands above it.
const textOf = (data) => {
  const text = data.content.split(tail)[0].trim();
  return text.startsWith(data.meta.title) ? text.slice(data.meta.title.length).replace(/^[.\s]+/u, "") : text;
};

const marks = (text, query) => {
  const { letters, places } = bare(text);
  const spans = [];
  for (const word of new Set(wordsOf(query))) {
    for (let at = letters.indexOf(word); at >= 0; at = letters.indexOf(word, at + word.length)) {
      const begins = at === 0 || !/[\p{L}\p{N}]/u.test(letters[at - 1]);
      if (begins || /\p{Script=Hebrew}/u.test(word)) spans.push([places[at], places[at + word.length]]);
    }
  }
  return spans.sort((one, other) => one[0] - other[0]);
};

// Text as text: nothing of it is read as markup.
const marked = (element, text, query, whole) => {
  const spans = marks(text, query);
  let from = 0;
  if (!whole && spans.length && spans[0][0] > AROUND) {
    from = text.lastIndexOf(" ", spans[0][0] - AROUND / 2) + 1;
  }
  const until = whole ? text.length : Math.min(text.length, from + LENGTH);
  if (from) element.append("… ");
  let at = from;
  for (const [start, end] of spans) {
    if (start < at || end > until) continue;
    const mark = document.createElement("mark");
    // Marks that belong to the last letter go with it.
    const rest = /^\p{M}*/u.exec(text.slice(end))[0].length;
    mark.textContent = text.slice(start, end + rest);
    element.append(text.slice(at, start), mark);
    at = end + rest;
  }
  element.append(text.slice(at, Math.max(at, until)));
  if (until < text.length) element.append(" …");
};

const row = (data, query) => {
  const item = document.createElement("li");
  const title = document.createElement("h2");
  const link = document.createElement("a");
  link.href = up + data.raw_url.replace(/^\//u, "");
  marked(link, data.meta.title, query, true);
  title.append(link);
  const note = document.createElement("p");
  note.className = "meta";
  note.textContent = data.meta.note ?? "";
  const text = document.createElement("p");
  marked(text, textOf(data), query, false);
  item.append(title, note, text);
  return item;
};

const nearness = (data, query) => {
  const words = wordsOf(query).join(" ");
  const title = wordsOf(data.meta.title).join(" ");
  const text = wordsOf(textOf(data)).join(" ");
  return (title.includes(words) ? 2 : 0) + (text.includes(words) ? 1 : 0);
};

const look = async (again = false) => {
  const query = typed();
  const number = (asked += 1);
  list.ariaBusy = "true";
  const address = new URL(location.href);
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  history.replaceState(null, "", address);
  if (!query) {
    said.textContent = "";
    list.replaceChildren();
    list.ariaBusy = "false";
    more.hidden = true;
    return;
  }
  try {
    if (!index || again) await open(again);
    const results = await search(query);
    const lacking = results.length ? await missing(query) : [];
    const first = await Promise.all(results.slice(0, WEIGHED).map((each) => each.data()));
    if (number !== asked) return;
    const near = new Map(first.map((data) => [data, nearness(data, query)]));
    const ordered = [...first].sort((one, other) => near.get(other) - near.get(one));
    const all = [...ordered.map((data) => async () => data), ...results.slice(WEIGHED).map((each) => () => each.data())];
    const told = found.replace("{count}", results.length.toLocaleString(document.documentElement.lang));
    said.textContent = results.length ? [told, ...(lacking.length ? [without.replace("{words}", lacking.join(", "))] : [])].join(" · ") : none;
    list.replaceChildren();
    await show(all, [query, ...barer(query)].join(" "), number);
  } catch (error) {
    // The site was built anew since the page was loaded: what the index led to is gone.
    if (!again) await look(true);
    else if (number === asked) {
      said.textContent = failed;
      list.replaceChildren();
      list.ariaBusy = "false";
      more.hidden = true;
    }
  }
};

const show = async (all, query, number) => {
  const some = await Promise.all(all.splice(0, SHOWN).map((each) => each()));
  if (number !== asked) return;
  const rows = some.map((data) => row(data, query));
  list.append(...rows);
  list.ariaBusy = "false";
  more.hidden = all.length === 0;
  more.onclick = async () => {
    try {
      await show(all, query, number);
      list.children[list.children.length - Math.min(SHOWN, list.children.length)]?.querySelector("a")?.focus();
    } catch {
      await look(true);
    }
  };
};

let waiting;
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, 200);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  look();
});
form.hidden = false;
field.value = new URL(location.href).searchParams.get("q") ?? "";
if (field.value) look();
