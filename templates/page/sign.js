// Sign a decision with a person's own secret, as briefcast/ledger/secret.py does. The secret stays on this page.
(() => {
  const ROUNDS = 600000;
  const PKCS8_OF_ED25519 = "302e020100300506032b657004220420"; // RFC 8410: what stands before the 32 bytes of a key

  const bytes = (text) => new TextEncoder().encode(text);
  const encoded = (data) =>
    btoa(String.fromCharCode(...new Uint8Array(data)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");

  const keyOf = async (secret) => {
    const text = secret.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
    if (!/^[0-9A-HJKMNP-TV-Z]{30}$/.test(text)) return null;
    const rest = await crypto.subtle.importKey("raw", bytes(text.slice(10)), "PBKDF2", false, ["deriveBits"]);
    const salt = bytes(`briefcast ${text.slice(0, 10)}`);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
    const seed = new Uint8Array(await crypto.subtle.deriveBits(how, rest, 256));
    const head = PKCS8_OF_ED25519.match(/../g).map((pair) => parseInt(pair, 16));
    return crypto.subtle.importKey("pkcs8", new Uint8Array([...head, ...seed]), "Ed25519", false, ["sign"]);
  };

  const signed = async (key, said) => {
    const body = `${encoded(bytes('{"alg":"EdDSA"}'))}.${encoded(bytes(JSON.stringify(said)))}`;
    return `${body}.${encoded(await crypto.subtle.sign("Ed25519", key, bytes(body)))}`;
  };

  const form = document.getElementById("sign");
  if (!form) return;

  const { who, names, secret } = form.elements;
  const tell = (id) => all(".sign-told", form).forEach((each) => (each.hidden = each.id !== id));
  const offer = () => (names.value = who.selectedOptions[0].dataset.names);
  // Where the page comes from a board that takes decisions, it is handed in there; else it is copied.
  const handedIn = async (line) => {
    if (!location.protocol.startsWith("http")) return false;
    const how = { method: "POST", body: line, headers: { "x-briefcast": "1" } };
    const answer = await fetch(new URL("decisions", location.href), how).catch(() => null);
    if (!answer || ![200, 400, 409].includes(answer.status)) return false;
    const id = answer.ok ? "sign-taken" : "sign-refused";
    document.getElementById(id).querySelector(".sign-answer").textContent = (await answer.json())[root.lang];
    tell(id);
    return true;
  };
  // Beside each item, a way to the form that has its name in it.
  const choose = document.getElementById("sign-choose");
  for (const key of all(".key")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "choose";
    button.append(...choose.cloneNode(true).childNodes);
    button.addEventListener("click", () => {
      names.value = key.querySelector("bdi").textContent;
      form.scrollIntoView();
      form.elements.decision[0].focus();
    });
    key.after(button);
  }
  form.hidden = false;
  // Browsers sign on pages that came by HTTPS, from this machine or from its disk.
  if (!globalThis.crypto?.subtle) {
    for (const field of form.elements) field.disabled = true;
    tell("sign-insecure");
    return;
  }
  who.addEventListener("change", offer);
  offer();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const key = await keyOf(secret.value);
      if (!key) return tell("sign-wrong");
      const said = {
        at: new Date().toISOString(),
        decision: form.elements.decision.value,
        names: names.value.split(/\s+/).filter(Boolean),
        nonce: encoded(crypto.getRandomValues(new Uint8Array(12))),
        seen: form.dataset.seen,
        who: who.value,
        why: form.elements.why.value,
        week: form.dataset.week,
      };
      const line = await signed(key, said);
      secret.value = "";
      if (await handedIn(line)) return;
      document.getElementById("signed").textContent = line;
      tell("sign-done");
    } catch {
      tell("sign-insecure");
    }
  });
})();
