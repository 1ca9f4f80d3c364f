// What scrolls sideways can be reached and scrolled by keyboard. Material emits document$ for each page, then wraps its tables.
document$.subscribe(() => {
  for (const area of document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code")) area.tabIndex = 0
})
