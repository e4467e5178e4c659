// What people can do to the machines.

import { element } from "./page.js";
import { showHistoryOf } from "./history.js";

const choice = element("machine");
const outcome = element("outcome");

const REASONS = {
  501: "requests need MQTT 5.0",
  504: "no reply came in time",
};

let simulated = { plant: undefined, machines: [] };

export function offerMachines(ids) {
  const keys = ids.map((id) => JSON.stringify([id.plant, id.machine]));
  const offered = [...choice.options].map((option) => option.value);
  if (keys.join() === offered.join()) {
    return;
  }
  const chosen = choice.value;
  choice.replaceChildren(...ids.map((id, index) => new Option(`${id.machine} (${id.plant})`, keys[index])));
  choice.value = keys.includes(chosen) ? chosen : (keys[0] ?? "");
  choice.disabled = ids.length === 0;
  if (choice.value !== chosen) {
    chosenAnother();
  }
}

function machine() {
  const [plant, name] = JSON.parse(choice.value);
  return { plant, machine: name };
}

function isSimulated(id) {
  return id.plant === simulated.plant && simulated.machines.includes(id.machine);
}

function chosenAnother() {
  const none = choice.value === "";
  element("diagnose").disabled = none;
  element("cool-down").disabled = none;
  document.querySelectorAll(".simulated").forEach((deed) => {
    deed.hidden = none || !isSimulated(machine());
  });
  if (!none) {
    showHistoryOf(machine());
  }
}

async function post(path) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
  if (!answer.ok) {
    throw new Error(REASONS[answer.status] ?? `the application answered ${answer.status}`);
  }
  return answer;
}

function deed(button, path, tell) {
  element(button).addEventListener("click", async () => {
    const id = machine();
    outcome.textContent = `Asking ${id.machine} …`;
    try {
      outcome.textContent = await tell(await post(path(id)), id);
    } catch (error) {
      outcome.textContent = `That did not work for ${id.machine}: ${error.message}.`;
    }
  });
}

const ofMachine = (what) => (id) => `api/machines/${encodeURIComponent(id.plant)}/${encodeURIComponent(id.machine)}/${what}`;
const ofSimulation = (what) => (id) => `api/simulation/${encodeURIComponent(id.machine)}/${what}`;

deed("diagnose", ofMachine("diagnosis"), async (answer, id) => {
  const diagnosis = await answer.json();
  return `${id.machine} replies: ${diagnosis.state} at ${diagnosis.celsius.toFixed(1)} °C, `
    + `switched on for ${diagnosis.uptimeSeconds} s, connection number ${diagnosis.connections}. ${diagnosis.advice}.`;
});
deed("cool-down", ofMachine("cool-down"), (_, id) => `${id.machine} was told to cool down. Its card shows when it confirms.`);
deed("nonsense", ofSimulation("nonsense"), (_, id) => `${id.machine} has sent nonsense. Look at the failures.`);
deed("fault", ofSimulation("fault"), (_, id) => `${id.machine} has reported a fault. Look at the failures for some seconds.`);
deed("kill", ofSimulation("kill"), (_, id) => `The cable of ${id.machine} is pulled. Look at its card: its last will comes, and some seconds later it is back.`);

choice.addEventListener("change", chosenAnother);

// Without simulated machines there is no such path
async function findSimulated() {
  const answer = await fetch("api/simulation");
  if (answer.ok) {
    simulated = await answer.json();
    chosenAnother();
  }
}

findSimulated();
