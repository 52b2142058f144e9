/** The one style sheet of the site: for phones and wide screens, light and dark, and for paper. */
export const style = `:root {
  color-scheme: light dark;
  --text: #1c2024;
  --quiet: #555d66;
  --page: #ffffff;
  --raised: #f4f5f7;
  --line: #d5d9de;
  --link: #0b57d0;
  --here: #e3ecfb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6e8eb;
    --quiet: #a5adb6;
    --page: #14171a;
    --raised: #1e2328;
    --line: #39414a;
    --link: #8ab4f8;
    --here: #24334d;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0;
  background: var(--page);
  color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif;
  overflow-wrap: break-word;
}
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; padding: 0.5rem 1rem; background: var(--page); }
.skip:focus { left: 0; top: 0; z-index: 1; }
header { padding: 1rem 1.25rem; background: var(--raised); border-bottom: 1px solid var(--line); }
header p { margin: 0 0 0.5rem; font-weight: 600; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem; margin: 0; padding: 0; list-style: none; }
nav a { display: block; padding: 0.3rem 0.6rem; border-radius: 0.4rem; text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav a[aria-current] { background: var(--here); color: var(--text); font-weight: 600; }
main { max-width: 64rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
main nav { margin: 1rem 0; padding: 0.5rem; border: 1px solid var(--line); border-radius: 0.5rem; }
h1 { margin: 1rem 0 0.5rem; font-size: 2rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 0.75rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); font-size: 1.4rem; }
h3 { margin: 1.75rem 0 0.5rem; font-size: 1.1rem; }
p, li { max-width: 46rem; }
:target { background: var(--here); }
code { font: 0.9em/1.5 ui-monospace, monospace; }
:not(pre) > code { padding: 0.1em 0.3em; background: var(--raised); border-radius: 0.25rem; }
pre { margin: 0.75rem 0; padding: 0.75rem 1rem; overflow-x: auto; background: var(--raised); border: 1px solid var(--line); border-radius: 0.5rem; }
.table { margin: 0.75rem 0; overflow-x: auto; border: 1px solid var(--line); border-radius: 0.5rem; }
table { width: 100%; border-collapse: collapse; font-size: 0.94rem; }
th, td { padding: 0.5rem 0.75rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { background: var(--raised); color: var(--quiet); border-top: 0; white-space: nowrap; }
tbody th { font-weight: 400; }
td[data-head="meaning"], td[data-head="what it means"] { min-width: 22rem; }
td code { overflow-wrap: anywhere; }
@media (max-width: 52rem) {
  table, tbody, tr, tbody th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { padding: 0.5rem 0; border-top: 1px solid var(--line); }
  tbody tr:first-child { border-top: 0; }
  tbody th, td, td[data-head] { min-width: 0; padding: 0.15rem 0.75rem; border: 0; }
  td:empty { display: none; }
  td[data-head]::before { content: attr(data-head) ": "; color: var(--quiet); }
}
@media print {
  header nav, main nav, .skip { display: none; }
  pre, .table { overflow: visible; }
}
`;
