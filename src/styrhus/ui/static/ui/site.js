/* Small helps on top of pages that work without them. */
"use strict";

// Menus in the header close when the user leaves them.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.ui-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.ui-menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// The colour scheme changes at once; the server remembers it in the background.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-colour-scheme-form]") || !event.submitter) return;
  event.preventDefault();
  const chosen = event.submitter.value;
  document.documentElement.dataset.colorScheme = chosen;
  for (const button of form.querySelectorAll("button")) {
    if (button.value === chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  const body = new FormData(form, event.submitter);
  fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
  form.closest("details").open = false;
  form.closest("details").querySelector("summary").focus();
});

// A badge "Linje 12–18" marks these lines in the source beside it and brings them into view.
function markLines(span, scroll) {
  const [first, last] = span.split("-").map(Number);
  for (const marked of document.querySelectorAll(".ui-source__line[data-marked]")) marked.removeAttribute("data-marked");
  for (let number = first; number <= last; number += 1) {
    document.getElementById(`l${number}`)?.setAttribute("data-marked", "");
  }
  const top = document.getElementById(`l${first}`);
  if (top && scroll) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    top.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }
  return Boolean(top);
}
document.addEventListener("click", (event) => {
  const badge = event.target.closest?.("a[data-lines]");
  if (!badge || !markLines(badge.dataset.lines, true)) return;
  event.preventDefault();
  history.replaceState(null, "", badge.hash);
});
document.addEventListener("DOMContentLoaded", () => {
  const asked = /^#l(\d+)(?:-(\d+))?$/.exec(location.hash);
  if (asked) markLines(`${asked[1]}-${asked[2] || asked[1]}`, true);
});

// Buttons with data-print print the page; they are shown only here, where they can work.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A long select becomes a field to search in. The select stays inside and is what the form sends.
function makeCombobox(select) {
  const box = document.createElement("ds-suggestion");
  box.className = "ds-suggestion";
  const input = document.createElement("input");
  input.className = "ds-input";
  input.type = "search";
  input.autocomplete = "off";
  for (const name of ["id", "aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  const list = document.createElement("u-datalist");
  for (const { name, value } of select.attributes) {
    if (name.startsWith("data-sr-")) for (const part of [box, list]) part.setAttribute(name, value);
  }
  const chosen = [];
  for (const option of select.options) {
    if (!option.value) continue;
    const item = document.createElement("u-option");
    item.setAttribute("value", option.value);
    item.textContent = option.textContent;
    list.append(item);
    if (option.selected) {
      const data = document.createElement("data");
      data.value = option.value;
      data.textContent = option.textContent;
      chosen.push(data);
    }
  }
  const sent = document.createElement("select");
  sent.name = select.name;
  sent.hidden = true;
  box.append(...chosen, input, document.createElement("del"), list, sent);
  select.replaceWith(box);
}
function makeComboboxes(root) {
  for (const select of root.querySelectorAll("select[data-combobox]")) makeCombobox(select);
}
makeComboboxes(document);
document.addEventListener("htmx:load", (event) => makeComboboxes(event.target));
