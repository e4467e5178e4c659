package io.topicwire.mqtt.client;

import java.util.concurrent.Callable;

/**
 * A limit that a running client may reach, and what somebody reads then.
 *
 * @param name what is limited
 * @param limit how much is allowed
 * @param consequence what happens beyond
 * @param reached lets a client reach the limit and returns what is said about that
 * @param message what is said
 */
record RunningLimit(String name, String limit, String consequence, Callable<String> reached, String message) {

	@Override
	public String toString() {
		return this.name;
	}

}
