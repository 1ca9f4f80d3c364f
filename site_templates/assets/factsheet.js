// What scrolls sideways can be reached and scrolled by keyboard. Material emits document$ whenever a page is shown.
document$.subscribe(() => {
  for (const area of document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code")) area.tabIndex = 0
})
