package io.topicwire.mqtt.sample.simulation;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the simulated machines.
 *
 * @param enabled whether there are any
 * @param plant the plant that they stand in
 * @param machines their names
 * @param interval time from one reading of a machine to its next
 * @param speed how much faster than in the real world they warm up and cool down
 * @param outage how long a machine has no connection whose cable was pulled
 */
@ConfigurationProperties("sample.simulation")
record SimulationProperties(@DefaultValue("true") boolean enabled, @DefaultValue("north") String plant,
		@DefaultValue("press,mill,lathe,saw") List<String> machines, @DefaultValue("1s") Duration interval,
		@DefaultValue("1") double speed, @DefaultValue("6s") Duration outage) {

}
