package io.topicwire.mqtt.sample.history;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;

/**
 * A row of the table of readings.
 *
 * @param id the number of the reading, given by the database in the order of arrival
 * @param plant the plant that the machine stands in
 * @param machine the name of the machine in that plant
 * @param receivedAt when it was received, in milliseconds since 1970
 * @param celsius the temperature
 */
record StoredReading(@Id @Nullable Long id, String plant, String machine, long receivedAt, double celsius) {

}
