// The IndexedDB of this device: what was taken along (packs), what was written (queue) and photographs. Knows no page, and
// is a plain script: the service worker that sends with the page closed reads the same rows and can load no module.
self.qianjinStore = (() => {
  const NAME = "qianjin-field";
  const WAITING = ["draft", "waiting", "rejected"];
  let opened = null;

  function open() {
    opened ||= new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        const base = asked.result;
        base.createObjectStore("packs", { keyPath: "park" });
        base.createObjectStore("queue", { keyPath: "key" });
        base.createObjectStore("photos", { keyPath: "key" }).createIndex("record", "record");
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = () => shut();
        asked.result.onclose = () => (opened = null);
        resolve(asked.result);
      };
      asked.onerror = () => reject(asked.error);
    }).catch((error) => {
      opened = null;
      throw error;
    });
    return opened;
  }

  function shut() {
    opened?.then((base) => base.close(), () => {});
    opened = null;
  }

  // One transaction over `stores`; what `work` asked for last is the answer, and only once it is safely kept.
  async function act(stores, mode, work) {
    const base = await open();
    return new Promise((resolve, reject) => {
      const whole = base.transaction(stores, mode, { durability: "strict" });
      const asked = work(...[].concat(stores).map((name) => whole.objectStore(name)));
      whole.oncomplete = () => resolve(asked?.result);
      whole.onerror = whole.onabort = () => reject(whole.error);
    });
  }

  const get = (store, key) => act(store, "readonly", (rows) => rows.get(key));
  const all = (store) => act(store, "readonly", (rows) => rows.getAll());
  const put = (store, row) => act(store, "readwrite", (rows) => rows.put(row));
  const remove = (store, key) => act(store, "readwrite", (rows) => rows.delete(key));
  const photosOf = (record) => act("photos", "readonly", (rows) => rows.index("record").getAll(record));

  // Looks at a row and changes it in one breath, so that two tabs cannot both begin on it. `work` gets the row and
  // gives back what is to stand there, or nothing to leave it; the answer is what stands there now, or nothing.
  async function change(store, key, work) {
    let made;
    await act(store, "readwrite", (rows) => {
      rows.get(key).onsuccess = ({ target: { result } }) => {
        made = result && work(result);
        if (made) rows.put(made);
      };
    });
    return made;
  }

  // A record goes with its photographs, or stays with them.
  const removeRecord = (key) => act(["queue", "photos"], "readwrite", (queue, photos) => {
    queue.delete(key);
    photos.index("record").openKeyCursor(key).onsuccess = ({ target: { result } }) => {
      if (!result) return;
      photos.delete(result.primaryKey);
      result.continue();
    };
  });

  const isUnsent = (row) => WAITING.includes(row.state) || (row.photos || []).some((photo) => photo.state !== "sent");

  async function erase() {
    shut();
    await new Promise((resolve) => {
      const asked = indexedDB.deleteDatabase(NAME);
      asked.onsuccess = asked.onerror = asked.onblocked = resolve;
    });
  }

  return { get, all, put, remove, photosOf, change, removeRecord, isUnsent, erase };
})();
