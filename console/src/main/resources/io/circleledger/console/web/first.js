// Runs before anything is painted, so that the page never shows in another theme or language first.
(() => {
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // Storage can be forbidden.
    }
  };
  const root = document.documentElement;
  const theme = kept('theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  const language = kept('language');
  const wanted = language || navigator.languages.find((tag) => /^(ja|en)\b/.test(tag)) || 'en';
  root.lang = wanted.startsWith('ja') ? 'ja' : 'en';
})();
