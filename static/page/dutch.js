/*
 * Streamlit speaks English, and has no setting for it: its own words become Dutch here, as soon as they are on the page.
 * Only whole texts that it is known to say, and never what we or users write.
 */
(() => {
  const WORDS = {
    "Add file": "Nog een bestand kiezen",
    "Add files": "Nog een bestand kiezen",
    "App pages": "Pagina's",
    "Bad message format": "De risicokaart zei iets wat niet te lezen is",
    "Browse files": "Bestand kiezen",
    "Choose an option": "Maak een keuze",
    "Choose options": "Maak een of meer keuzes",
    "Clear all": "Alles wissen",
    "Clear entry": "Veld wissen",
    "Clear time": "Tijd wissen",
    "Clear value": "Keuze wissen",
    "Click to retry upload": "Klik om het opnieuw te versturen",
    Close: "Sluiten",
    "Close fullscreen": "Terug uit volledig scherm",
    "Collapse sidebar": "Menu inklappen",
    Connecting: "Verbinding maken",
    "Connecting to Streamlit server": "Verbinding maken met de risicokaart",
    "Connection error": "Geen verbinding met de risicokaart",
    "Connection timed out.": "De risicokaart antwoordt niet op tijd.",
    Copy: "Kopiëren",
    "Copy to clipboard": "Kopiëren",
    Dismiss: "Sluiten",
    "Drag and drop a file here": "Sleep een bestand hierheen",
    "Drag and drop files here": "Sleep bestanden hierheen",
    Error: "Fout",
    "Error:": "Fout:",
    "Error uploading file": "Het bestand kwam niet aan",
    "Expand sidebar": "Menu uitklappen",
    "File size is too small.": "Dit bestand is te klein.",
    "file upload": "bestand kiezen",
    Fullscreen: "Volledig scherm",
    "Invalid time format. Please use HH:MM.": "Schrijf de tijd als 09:30.",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "De risicokaart antwoordt niet. Is zij gestopt? Start haar dan opnieuw:",
    "Link to heading": "Link naar deze kop",
    "Main menu": "Menu van de app",
    "Network error": "Geen verbinding met het netwerk",
    "No message": "Er is niets over bekend.",
    "No options to select": "Er is niets te kiezen",
    "No results": "Niets gevonden",
    Notifications: "Meldingen",
    "Only one file is allowed.": "Kies hier één bestand.",
    "Page not found": "Deze pagina bestaat niet",
    "Please wait...": "Een ogenblik",
    "Running...": "Bezig",
    "Script execution error": "Er ging iets mis",
    "Scroll tabs left": "Naar de tabbladen links",
    "Scroll tabs right": "Naar de tabbladen rechts",
    "Select all": "Alles kiezen",
    "Selected values": "Wat is gekozen",
    "settings.": "-instellingen.",
    Sidebar: "Menu",
    "Skip to main content": "Naar de inhoud",
    "streamlit run yourscript.py": "make run",
    "Streamlit server is not responding. Are you connected to the internet?":
      "De risicokaart antwoordt niet. Zodra er weer verbinding is, kunt u verder.",
    "The page that you have requested does not seem to exist. Running the app's main page.": "U ziet nu de pagina Start.",
    "Try again": "Probeer het opnieuw",
    "Unable to connect to Streamlit server": "Geen verbinding met de risicokaart",
    "Unexpected error. Please try again.": "Er ging iets mis. Probeer het opnieuw.",
    "Unknown error": "Er is niets over bekend.",
    Upload: "Bestand kiezen",
    "Upload failed": "Het bestand kwam niet aan",
    "streamlit_folium.st_folium": "Kaart",
    "view less": "minder tonen",
    "view more": "meer tonen",
  };
  const inBytes = (number, unit) => `${String(Number(number)).replace(".", ",")} ${unit}`;
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
    [/^([\d.]+) ?([KMG]?B)$/, (_, number, unit) => inBytes(number, unit)],
    [/^([^]+), ([\d.]+)([KMG]?B)$/, (_, file, number, unit) => `${file}, ${inBytes(number, unit)}`],
    [/^([\d.]+) ?([KMG]?B) per file$/, (_, number, unit) => `Hoogstens ${inBytes(number, unit)} per bestand`],
    [
      /^File must be ([\d.]+)([KMG]?B) or smaller\.$/,
      (_, number, unit) => `Een bestand mag hoogstens ${inBytes(number, unit)} groot zijn.`,
    ],
    [/^Cancel upload of ([^]+)$/, "Stop met het versturen van $1"],
    [/^(?:AxiosError: )?Request failed with status (?:code )?(\d+)$/, "Het bestand kwam niet aan (status $1)."],
    [/^(?:AxiosError: )?Network Error$/, "Het bestand kwam niet aan: er is geen verbinding."],
    [/^Connection failed with status (\d+)\.$/, "De risicokaart weigert de verbinding (status $1)."],
    [/^Connection failed with status (\d+), and response:$/, "De risicokaart weigert de verbinding (status $1) en zegt:"],
    [
      /^Cannot connect to Streamlit \(HTTP status: (\d+)\)\.[^]+$/,
      "De risicokaart weigert de verbinding (status $1). Vraag de beheerder naar de",
    ],
    [/^You have requested page [^]+ Running the app's main page\.$/, "U ziet nu de pagina Start."],
    [
      /^(?:Failed to process a Websocket message|Unexpected Websocket message|Null Websocket|Cached ForwardMsg)[^]*$/,
      "Er ging iets mis in de verbinding. Laad de pagina opnieuw.",
    ],
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
    const text = node.data.trim();
    const said = inDutch(text);
    if (said !== text && !node.parentElement?.closest(OURS)) {
      node.data = node.data.replace(text, () => said); // the space before or after it stays
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
