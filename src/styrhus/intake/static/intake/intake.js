/* A small help: the letter's text begins where the items of the page do. Without it one scrolls, or follows a line badge. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const pane = document.querySelector("[data-begin]");
  if (!pane || location.hash.startsWith("#l")) return;
  const line = document.getElementById(`l${pane.dataset.begin}`);
  if (line) pane.scrollTop += line.getBoundingClientRect().top - pane.getBoundingClientRect().top - 48;
});
