// What lists do beyond showing: those of a review's parts and of editions.
(() => {
  const form = document.getElementById("filters");
  form.hidden = all('input[name="language"]').length < 2;
  form.addEventListener("change", ({ target }) => speak(target));
  offerCopies();
})();
