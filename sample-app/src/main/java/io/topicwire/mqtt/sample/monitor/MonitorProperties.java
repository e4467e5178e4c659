package io.topicwire.mqtt.sample.monitor;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the monitor.
 *
 * @param limit the temperature in °C that a machine must not get over
 * @param repeatAfter when a command is repeated for a machine that is still too hot
 */
@ConfigurationProperties("sample.monitor")
record MonitorProperties(@DefaultValue("90") double limit, @DefaultValue("30s") Duration repeatAfter) {

}
