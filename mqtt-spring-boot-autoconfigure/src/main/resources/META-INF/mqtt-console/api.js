// Asks the application. Whatever goes wrong is an error whose message is made for people.

export class ApiError extends Error {

  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }

}

export const get = (path, parameters) => request("GET", path, parameters);

export const post = (path, parameters, body = {}) => request("POST", path, parameters, body);

export const url = (path, parameters = {}) => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value != null) {
      query.set(name, value);
    }
  }
  return "api/" + path + (query.size ? "?" + query : "");
};

async function request(method, path, parameters, body) {
  const options = { method };
  if (body) {
    options.headers = { "Content-Type": "application/json", "X-MQTT-Console": "1" };
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(url(path, parameters), options);
  }
  catch {
    throw new ApiError(0, "unreachable", "The application does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) {
    throw new ApiError(response.status, answer?.error,
      answer?.message ?? `The application answered with status ${response.status}.`);
  }
  return answer;
}
