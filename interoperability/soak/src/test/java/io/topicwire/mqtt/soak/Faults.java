package io.topicwire.mqtt.soak;

import java.util.Map;

/**
 * What is done to clients, wires and broker.
 */
interface Faults {

	/**
	 * Do all of it. Returns when everything is whole again.
	 */
	void run();

	/**
	 * Return what was done.
	 * @return rows of a report
	 */
	Map<String, Object> counts();

}
