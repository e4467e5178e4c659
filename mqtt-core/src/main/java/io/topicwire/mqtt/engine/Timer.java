package io.topicwire.mqtt.engine;

import java.time.Duration;

/**
 * Tells the time and calls back later. Actions are short and never run application code.
 */
public interface Timer {

	/**
	 * Return the time.
	 * @return nanoseconds since some moment; only differences have a meaning
	 */
	long nanoTime();

	/**
	 * Return the time of day, which also has a meaning for other processes.
	 * @return milliseconds since 1970 (UTC)
	 */
	long currentTimeMillis();

	/**
	 * Run an action later.
	 * @param delay how long to wait
	 * @param action what to run
	 * @return takes the action back
	 */
	Task schedule(Duration delay, Runnable action);

	/**
	 * Drop all actions, and give up the thread if there is one for this timer.
	 */
	void close();

	/**
	 * An action that is to run later.
	 */
	@FunctionalInterface
	interface Task {

		/**
		 * Do not run the action if it is not running yet.
		 */
		void cancel();

	}

}
