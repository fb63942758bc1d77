/* Loaded by every page. */
document.documentElement.classList.add("scripted");
