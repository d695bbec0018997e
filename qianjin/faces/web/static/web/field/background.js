// With the page closed, or asleep behind a locked screen: the browser wakes the worker when the signal is back, and what
// waits is sent. What is refused, and who has to sign in again, is told when the page is opened. Loaded by the worker only.
self.qianjinBackground = (({ Out, alone, begin, hello, sendAll }) => {
  const TAG = "field-send";

  async function send(kept) {
    const pages = await self.clients.matchAll({ type: "window" });
    // A page in sight sends by itself; the browser asks again in case it closes with something left.
    if (pages.some((page) => page.visibilityState === "visible")) throw new Error("a page is at it");
    begin({ here: kept, word: (name) => kept.words[name] });
    await alone(async () => {
      try {
        await sendAll((await hello(false)).person);
      } catch (error) {
        if (!(error instanceof Out)) throw error;
      }
    });
    for (const page of pages) page.postMessage(TAG);
  }

  return (kept) => self.addEventListener("sync", (event) => event.tag === TAG && event.waitUntil(send(kept)));
})(self.qianjinPost);
