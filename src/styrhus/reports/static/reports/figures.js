/* Puts a figure's reference where the writer stands in the text. Without JavaScript the button sends the form instead. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=sett_inn]");
  const field = button?.form?.querySelector("textarea[data-figures]");
  if (!field) return;
  event.preventDefault();
  field.setRangeText(`[[${button.value}]]`, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
