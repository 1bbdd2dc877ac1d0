// Counts what is typed in an entry and asks for hints after a pause. The button of the form
// gives the same hints without it.
"use strict";
(() => {
  const PAUSE = 500;
  const region = document.querySelector("[data-hints]");
  if (!region) return;
  const form = region.closest("form");
  const fields = Array.from(form.querySelectorAll("[data-limit]"));
  let shown = region.innerHTML.trim();
  let timer = 0;
  let asking = null;

  function count(field) {
    const length = Array.from(field.value.trim()).length;
    const limit = Number(field.dataset.limit);
    const line = form.querySelector(`[data-count="${field.name}"]`);
    line.textContent =
      length > limit ? `${length - limit} ${length - limit === 1 ? "teken" : "tekens"} te veel.` : `Nu ${length} van de ${limit} tekens.`;
    line.classList.toggle("problem", length > limit);
  }

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
    fields.forEach((field) => body.set(field.name, field.value));
    try {
      const answer = await fetch(region.dataset.hints, {
        method: "POST",
        body,
        redirect: "error",
        signal: asking.signal,
      });
      if (!answer.ok) return;
      const found = (await answer.text()).trim();
      if (found !== shown) region.innerHTML = shown = found;
    } catch {
      // Gone on typing, or no connection: what stands there stays.
    }
  }

  fields.forEach((field) =>
    field.addEventListener("input", () => {
      count(field);
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    }),
  );
})();
