// Keys for the queue. Everything they do can also be done with links and buttons.
"use strict";
(() => {
  const isTyping = (target) =>
    target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  const items = () => Array.from(document.querySelectorAll("[data-keys=list] [data-item]"));

  function step(by) {
    const list = items();
    if (!list.length) {
      if (by > 0) document.querySelector("a[data-key=j]")?.click();
      else history.back();
      return;
    }
    const at = list.findIndex((item) => item.contains(document.activeElement));
    const next = list[Math.min(Math.max(at + by, 0), list.length - 1)];
    next.querySelector("a")?.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  const actions = {
    j: () => step(1),
    k: () => step(-1),
    o: () => {
      const list = items();
      const at = list.find((item) => item.contains(document.activeElement)) ?? list[0];
      at?.querySelector("h2 a")?.click();
    },
    a: () => document.querySelector("form[data-key=a]")?.requestSubmit(),
    r: () => document.querySelector("[data-key=r]")?.focus(),
    u: () => document.querySelector("form[data-key=u]")?.requestSubmit(),
    "?": () => {
      const keys = document.querySelector("details.keys");
      if (keys) {
        keys.open = !keys.open;
        keys.querySelector("summary").focus({ preventScroll: true });
        keys.scrollIntoView({ block: "nearest" });
      }
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isTyping(event.target)) {
      event.target.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const action = actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });
})();
