package io.topicwire.mqtt.benchmarks.spring;

/**
 * What is received as JSON.
 *
 * @param value the value
 * @param time when it was measured
 * @param unit what it was measured in
 */
record Reading(double value, long time, String unit) {

}
