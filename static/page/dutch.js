/*
 * Streamlit speaks English, and has no setting for it: its own words become Dutch here, as soon as they are on the page.
 * Only whole texts that it is known to say, and never what we or users write.
 */
(() => {
  const WORDS = {
    "Add file": "Nog een bestand kiezen",
    "Add files": "Nog een bestand kiezen",
    "App pages": "Pagina's",
    "Browse files": "Bestand kiezen",
    "Choose an option": "Maak een keuze",
    "Choose options": "Maak een of meer keuzes",
    "Clear all": "Alles wissen",
    "Clear entry": "Veld wissen",
    "Clear time": "Tijd wissen",
    "Clear value": "Keuze wissen",
    Close: "Sluiten",
    "Close fullscreen": "Terug uit volledig scherm",
    "Collapse sidebar": "Menu inklappen",
    Connecting: "Verbinding maken",
    "Connecting to Streamlit server": "Verbinding maken met de risicokaart",
    "Connection error": "Geen verbinding met de risicokaart",
    Copy: "Kopiëren",
    "Copy to clipboard": "Kopiëren",
    Dismiss: "Sluiten",
    "Drag and drop a file here": "Sleep een bestand hierheen",
    "Drag and drop files here": "Sleep bestanden hierheen",
    "Error uploading file": "Het bestand kwam niet aan",
    "Expand sidebar": "Menu uitklappen",
    "file upload": "bestand kiezen",
    Fullscreen: "Volledig scherm",
    "Invalid time format. Please use HH:MM.": "Schrijf de tijd als 09:30.",
    "Link to heading": "Link naar deze kop",
    "Main menu": "Menu van de app",
    "No options to select": "Er is niets te kiezen",
    "No results": "Niets gevonden",
    Notifications: "Meldingen",
    "Please wait...": "Een ogenblik",
    "Running...": "Bezig",
    "Scroll tabs left": "Naar de tabbladen links",
    "Scroll tabs right": "Naar de tabbladen rechts",
    "Select all": "Alles kiezen",
    "Selected values": "Wat is gekozen",
    Sidebar: "Menu",
    "Skip to main content": "Naar de inhoud",
    "Try again": "Probeer het opnieuw",
    Upload: "Bestand kiezen",
    "streamlit_folium.st_folium": "Kaart",
    "view less": "minder tonen",
    "view more": "meer tonen",
  };
  const SENTENCES = [
    [/^Add: ([^]+)$/, "Voeg toe: $1"],
    [/^Help for ([^]+)$/, "Uitleg bij $1"],
    [/^Remove ([^]+)$/, "Haal $1 weg"],
    [/^1 option available\.$/, "1 keuze."],
    [/^(\d+) options available\.$/, "$1 keuzes."],
    [/^([^]+), selected$/, "$1, gekozen"],
    [/^Select (\d+) matches$/, "Kies alle $1"],
    [/^You can only select up to (\d+) [^]+$/, "Kies er hoogstens $1; haal er eerst een weg."],
    [/^Press (.+) to apply$/, "$1: toepassen"],
    [/^Press (.+) to submit form$/, "$1: versturen"],
    [/^([\d.]+) ?([KMG]B) per file$/, "Hoogstens $1 $2 per bestand"],
    [/^File must be (.+) or smaller\.$/, "Een bestand mag hoogstens $1 groot zijn."],
    [/^(.+) files are not allowed\.$/, "Een bestand van de soort $1 kan hier niet."],
  ];
  const LONGEST = 300;
  const ATTRIBUTES = ["aria-label", "title", "placeholder"];
  const OURS = '[data-testid="stHtml"], [data-testid="stMarkdown"], [data-testid="stText"], textarea';

  function inDutch(text) {
    if (text.length > LONGEST) {
      return text;
    }
    if (Object.hasOwn(WORDS, text)) {
      return WORDS[text];
    }
    const [pattern, words] = SENTENCES.find(([known]) => known.test(text)) ?? [];
    return pattern ? text.replace(pattern, words) : text;
  }

  function sayText(node) {
    const said = inDutch(node.data.trim());
    if (said !== node.data.trim() && !node.parentElement?.closest(OURS)) {
      node.data = said;
    }
  }

  function sayAttributes(element) {
    for (const name of ATTRIBUTES) {
      const text = element.getAttribute(name);
      if (text && inDutch(text) !== text) {
        element.setAttribute(name, inDutch(text));
      }
    }
  }

  function sayAll(root) {
    if (root.nodeType === Node.TEXT_NODE) {
      sayText(root);
    } else if (root.nodeType === Node.ELEMENT_NODE) {
      sayAttributes(root);
      root.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join()).forEach(sayAttributes);
      const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        sayText(texts.currentNode);
      }
    }
  }

  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") {
        addedNodes.forEach(sayAll);
      } else if (type === "attributes") {
        sayAttributes(target);
      } else {
        sayText(target);
      }
    }
  }).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
})();
