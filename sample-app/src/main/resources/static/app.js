// Shows what the stream of events tells. Everything that came over MQTT goes into the page as text, never as HTML.

import { copyOf, element, timeOfDay } from "./page.js";
import { showAnalysis, showCloud, showIncidents, showTraces } from "./panels.js";
import { offerMachines } from "./tour.js";

const SILENCE = 7_000;
const RETRY = 2_000;
const STALE = 10_000;

const machines = new Map();
const cards = new Map();

let source;
let lastEvent = 0;
let clockOffset = 0;
let status;

const keyOf = (machine) => JSON.stringify([machine.id.plant, machine.id.machine]);
const serverNow = () => Date.now() + clockOffset;

function connect() {
  source?.close();
  lastEvent = Date.now();
  source = new EventSource("api/events");
  source.addEventListener("status", received(showStatus));
  source.addEventListener("incidents", received(showIncidents));
  source.addEventListener("analysis", received(showAnalysis));
  source.addEventListener("cloud", received(showCloud));
  source.addEventListener("traces", received(showTraces));
  source.addEventListener("machines", received((all) => {
    machines.clear();
    all.forEach(remember);
    showMachines();
  }));
  source.addEventListener("changes", received((changed) => {
    changed.forEach(remember);
    showMachines();
  }));
  source.onerror = () => {
    showAlert();
    // After some errors the browser does not try again by itself
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(connect, RETRY);
    }
  };
}

function received(show) {
  return (event) => {
    lastEvent = Date.now();
    show(JSON.parse(event.data));
    showAlert();
  };
}

function remember(machine) {
  machines.set(keyOf(machine), machine);
}

function showStatus([plant, ...others]) {
  status = plant;
  clockOffset = Date.parse(plant.time) - Date.now();
  element("server").textContent = plant.server;
  element("protocol").textContent = plant.protocol ? `MQTT ${plant.protocol}` : "–";
  element("ping").textContent = plant.pingMillis == null ? "not measured yet" : `${plant.pingMillis.toFixed(2)} ms`;
  element("reconnects").textContent = plant.reconnects;
  element("connections").replaceChildren(...others.map(connectionItem));
}

function connectionItem({ connection, state }) {
  const item = document.createElement("li");
  item.className = `badge ${state === "CONNECTED" ? "good" : "bad"}`;
  item.textContent = `${connection} ${state.toLowerCase()}`;
  return item;
}

function showAlert() {
  const streaming = source.readyState === EventSource.OPEN;
  const connected = streaming && status?.state === "CONNECTED";
  document.body.classList.toggle("lost", !streaming);
  element("state").textContent = streaming ? (status?.state ?? "waiting").toLowerCase() : "unknown";
  element("state").className = `badge ${connected ? "good" : "bad"}`;
  element("alert").hidden = connected;
  const alert = streaming ? brokerAlert() : "No connection to the application. Trying again …";
  // Screen readers say it again whenever it is set
  if (element("alert").textContent !== alert) {
    element("alert").textContent = alert;
  }
}

function brokerAlert() {
  const reason = status?.failure ? ` ${status.failure}` : "";
  return `The application has no connection to the broker.${reason}`;
}

function showMachines() {
  for (const [key, card] of cards) {
    if (!machines.has(key)) {
      card.remove();
      cards.delete(key);
    }
  }
  element("empty").hidden = machines.size > 0 || !status;
  const keys = [...machines.keys()].sort();
  keys.forEach((key, index) => {
    const card = cardOf(key);
    showMachine(card, machines.get(key));
    const there = element("machines").children[index];
    if (there !== card) {
      element("machines").insertBefore(card, there ?? null);
    }
  });
  offerMachines(keys.map((key) => machines.get(key).id));
}

function cardOf(key) {
  if (!cards.has(key)) {
    cards.set(key, copyOf("card"));
  }
  return cards.get(key);
}

function showMachine(card, machine) {
  const part = (selector) => card.querySelector(selector);
  const tone = { running: "good", cooling: "cool", offline: "bad" };
  const stale = !machine.received || serverNow() - Date.parse(machine.received) > STALE;
  card.classList.toggle("hot", machine.hotSince != null);
  card.classList.toggle("stale", stale);
  part("h3").textContent = machine.id.machine;
  part(".plant").textContent = `plant ${machine.id.plant}`;
  part(".badge").textContent = machine.state ?? "state unknown";
  part(".badge").className = `badge ${tone[machine.state] ?? ""}`;
  part(".temperature").textContent = machine.reading ? `${machine.reading.celsius.toFixed(1)} °C` : "–";
  part("polyline").setAttribute("points", sparkline(machine.history));
  part(".age").textContent = age(machine, stale);
  part(".vibration").hidden = machine.vibration == null;
  if (machine.vibration) {
    part(".spectrum").setAttribute("viewBox", `0 0 ${machine.vibration.spectrum.length} 10`);
    part(".spectrum path").setAttribute("d", bars(machine.vibration.spectrum));
    part(".vibration p").textContent = `Vibrates most at ${machine.vibration.hertz} Hz (${machine.vibration.instance})`;
  }
  part(".command").textContent = command(machine.command);
}

function sparkline(history) {
  const low = Math.min(...history);
  const range = Math.max(10, Math.max(...history) - low);
  const step = 120 / Math.max(1, history.length - 1);
  return history.map((celsius, index) => `${index * step},${38 - (36 * (celsius - low)) / range}`).join(" ");
}

function bars(spectrum) {
  const scale = 10 / Math.max(4, ...spectrum);
  return spectrum.map((strength, index) => `M${index + 0.15} 10V${10 - strength * scale}h0.7V10z`).join("");
}

function age(machine, stale) {
  if (!machine.received) {
    return "No reading yet";
  }
  const seconds = Math.round((serverNow() - Date.parse(machine.received)) / 1_000);
  return stale ? `No reading for ${seconds} s` : `Read at ${timeOfDay(machine.received)}`;
}

function command(last) {
  if (!last) {
    return "";
  }
  const text = `${timeOfDay(last.raised)} ${last.command.action}: ${last.command.reason}`;
  if (!last.confirmed) {
    return `${text}. Waiting for confirmation`;
  }
  const seconds = (Date.parse(last.confirmed) - Date.parse(last.raised)) / 1_000;
  return `${text}. Confirmed after ${seconds.toFixed(2)} s`;
}

setInterval(() => {
  if (Date.now() - lastEvent > SILENCE) {
    connect();
  }
  showMachines();
  showAlert();
}, 1_000);

connect();
