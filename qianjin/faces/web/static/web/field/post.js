// Sending what was written, in its order, once: the same for the page and for the worker that sends with the page closed
// (a plain script, for the worker can load no module). A record is marked before it leaves; only a clear answer takes the
// mark away. So a line that dies between the commit and the answer leaves a record that is sent again under its key, and
// the server answers with what it made of it the first time.
self.qianjinPost = ((store) => {
  const PIECE = 512 * 1024;
  const PATIENCE = { brief: 15000, pack: 45000, send: 60000 };
  const TEARS = 3;
  const LATER = [408, 425, 429];

  let here = {}; // the park, and the addresses `pack` and `send`
  let word = (name) => name;
  let changed = async () => {}; // a row of the queue is another
  let renew = () => hello(false); // a new token, and who it is for
  let csrf = "";

  const begin = (given) => ({ here, word, changed, renew } = { here, word, changed, renew, ...given });

  class Away extends Error {}
  class Out extends Error {}

  async function ask(url, patience, given = {}) {
    let answer;
    try {
      answer = await fetch(url, {
        credentials: "same-origin",
        redirect: "manual",
        cache: "no-store",
        signal: AbortSignal.timeout(patience),
        ...given,
        headers: { Accept: "application/json", ...given.headers },
      });
    } catch {
      throw new Away();
    }
    if (answer.status === 401) throw new Out();
    if (answer.status >= 500 || LATER.includes(answer.status)) throw new Away();
    return answer;
  }

  async function told(answer) {
    try {
      return await answer.json();
    } catch {
      throw new Away(); // it broke off, or somebody in between answered
    }
  }

  // Who is signed in, and a token that is good now; with `whole` also everything one takes along.
  async function hello(whole) {
    const answer = await ask(whole ? here.pack : `${here.pack}?brief=1`, whole ? PATIENCE.pack : PATIENCE.brief);
    if (!answer.ok) throw answer.status === 403 || answer.status === 404 ? new Out() : new Away();
    const pack = await told(answer);
    csrf = pack.csrf;
    delete pack.csrf;
    return pack;
  }

  const token = () => csrf;

  const post = (url, key, body, headers = {}) => ask(url, PATIENCE.send, { method: "POST", body, headers: { "X-CSRFToken": csrf, "Idempotency-Key": key, ...headers } });

  // A token of an earlier sign-in is refused with 403 once; with a new one the answer counts.
  async function sure(work) {
    const answer = await work();
    if (answer.status !== 403) return answer;
    await renew();
    return work();
  }

  async function refusal(answer) {
    let said = {};
    try {
      said = await answer.json();
    } catch {
      // not one of our answers
    }
    return { sentence: said.error || word("fieldRefused"), problems: said.fields || {} };
  }

  function formOf(row) {
    const body = new URLSearchParams();
    for (const [name, values] of Object.entries(row.fields)) for (const value of values) body.append(name, value);
    if (row.kind === "visit") {
      body.set("person", row.person);
      body.set("enterprise", row.firm.id);
      if (row.stop) body.set("stop", row.stop);
      body.set("photos", row.photos.length);
    }
    return body;
  }

  async function deliver(key) {
    let before = false;
    const row = await store.change("queue", key, (found) => {
      if (found.state !== "waiting") return null;
      before = Boolean(found.tried);
      return { ...found, tried: true };
    });
    if (!row) return;
    const answer = await sure(() => post(row.kind === "visit" ? here.send : row.url, row.key, formOf(row)));
    if (answer.ok || answer.type === "opaqueredirect") {
      const made = answer.ok && row.kind === "visit" ? await told(answer) : {};
      await store.change("queue", key, (found) => ({ ...found, state: "sent", made, sentence: "", problems: {}, sentAt: new Date().toISOString() }));
    } else {
      const no = await refusal(answer);
      await store.change("queue", key, (found) => ({ ...found, ...no, state: "rejected", tried: before }));
    }
    await changed();
  }

  async function deliverPhotos(key) {
    const row = await store.get("queue", key);
    for (const photo of row?.photos || []) if (photo.state === "waiting") await deliverPhoto(row, photo);
    const after = await store.get("queue", key);
    // What has arrived whole needs no second home.
    if (after && !store.isUnsent(after)) await store.put("queue", { ...after, fields: {} });
  }

  const settle = (key, photo, given) => store.change("queue", key, (found) => ({ ...found, photos: found.photos.map((one) => (one.key === photo ? { ...one, ...given } : one)) }));

  async function deliverPhoto(row, photo) {
    const kept = await store.get("photos", photo.key);
    if (!kept) return void (await settle(row.key, photo.key, { state: "rejected", sentence: word("fieldPhotoGone") }));
    let offset = photo.received || 0;
    for (let tears = 0; tears < TEARS;) {
      const body = new Blob([kept.bytes.slice(offset, offset + PIECE)], { type: "application/octet-stream" });
      const headers = { "Upload-Key": photo.key, "Upload-Name": encodeURIComponent(photo.name), "Upload-Size": photo.size, "Upload-Sha256": photo.sha256, "Upload-Offset": offset };
      const answer = await sure(() => post(row.made.piece_url, photo.key, body, headers));
      if (!answer.ok) return void (await settle(row.key, photo.key, { state: "rejected", sentence: await sentenceOf(answer) }));
      const { received, whole } = await told(answer);
      await settle(row.key, photo.key, whole ? { state: "sent", received } : { received });
      await changed();
      if (whole) return void (await store.remove("photos", photo.key));
      if (received <= offset && offset > 0) tears += 1;
      offset = received;
    }
    await settle(row.key, photo.key, { state: "rejected", sentence: word("fieldPhotoTorn") });
  }

  async function sentenceOf(answer) {
    const no = await refusal(answer);
    return Object.values(no.problems).flat().join(" ") || no.sentence;
  }

  // Everything of one person that waits; how many records have left.
  async function sendAll(person) {
    const mine = (await store.all("queue")).filter((row) => row.park === here.park && row.person === person);
    let sent = 0;
    for (const row of mine.sort((a, b) => (a.at < b.at ? -1 : 1))) {
      if (row.state === "waiting") {
        await deliver(row.key);
        sent += 1;
      }
      if ((await store.get("queue", row.key))?.state === "sent" && row.photos?.length) await deliverPhotos(row.key);
    }
    return sent;
  }

  const isWaiting = (row) => row.state === "waiting" || Boolean(row.photos?.some((photo) => photo.state === "waiting"));

  // One at a time, over all pages of this device and the worker; nothing is done, and `busy` asked, when another is at it.
  const alone = (work, busy = () => {}) => (navigator.locks ? navigator.locks.request("field-sync", { ifAvailable: true }, (lock) => (lock ? work() : busy())) : work());

  return { begin, Away, Out, hello, token, sendAll, isWaiting, alone };
})(self.qianjinStore);
