// What the list of a review's parts does beyond showing.
(() => {
  const form = document.getElementById("filters");
  form.hidden = all('input[name="language"]').length < 2;
  form.addEventListener("change", ({ target }) => speak(target));
  offerCopies();
})();
