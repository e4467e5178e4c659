package io.topicwire.mqtt.benchmarks.comparison;

/**
 * A client could not be measured.
 */
final class MeasurementException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String output;

	MeasurementException(String message, String output) {
		super(message);
		this.output = output;
	}

	/**
	 * Return what the process has printed.
	 */
	String output() {
		return this.output;
	}

}
