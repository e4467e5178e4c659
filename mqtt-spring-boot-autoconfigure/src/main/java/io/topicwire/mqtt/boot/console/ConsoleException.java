package io.topicwire.mqtt.boot.console;

/**
 * A request is not answered as it was meant to be.
 */
class ConsoleException extends RuntimeException {

	private final int status;

	private final String error;

	ConsoleException(int status, String error, String message) {
		super(message);
		this.status = status;
		this.error = error;
	}

	static ConsoleException badRequest(String message) {
		return new ConsoleException(400, "bad-request", message);
	}

	static ConsoleException notFound(String message) {
		return new ConsoleException(404, "not-found", message);
	}

	ConsoleResponse toResponse() {
		return ConsoleResponse.json(this.status,
				Json.object("status", this.status, "error", this.error, "message", this.getMessage()));
	}

}
