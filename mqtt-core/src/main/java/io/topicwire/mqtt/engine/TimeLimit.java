package io.topicwire.mqtt.engine;

/**
 * How long an operation may take that has not the time limit that is common to most.
 *
 * @param nanos in nanoseconds
 * @param number tells it from others of the same length
 */
record TimeLimit(long nanos, long number) {

	static final TimeLimit NONE = new TimeLimit(Long.MAX_VALUE, 0);

}
