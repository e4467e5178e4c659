package io.topicwire.mqtt.boot.autoconfigure.console;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties for the console.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("mqtt.console")
public class MqttConsoleProperties {

	/**
	 * Whether to serve the console, in a web application.
	 */
	private boolean enabled;

	/**
	 * Where to serve the console. Begins with a slash and does not end with one.
	 */
	private String path = "/mqtt-console";

	/**
	 * Whether to answer requests from other machines, which have to be kept out by other
	 * means then. By default only requests from this machine to a loopback address are
	 * answered.
	 */
	private boolean allowRemote;

	/**
	 * Whether the console may publish messages, and pause and resume listeners.
	 */
	private boolean writable;

	/**
	 * Whether to show payloads, correlation data and the values of user properties.
	 */
	private boolean showPayloads = true;

	/**
	 * How many pages may be open at a time.
	 */
	private int maximumViewers = 8;

	/**
	 * How many topics are kept. Messages of further topics are counted only.
	 */
	private int maximumTopics = 10_000;

	/**
	 * How many messages are kept, each with as much of its payload as the maximum payload
	 * size allows.
	 */
	private int maximumMessages = 1_000;

	/**
	 * How many packets are kept, of 1 KB each on average.
	 */
	private int maximumPackets = 1_000;

	/**
	 * How much of each payload is kept.
	 */
	private DataSize maximumPayloadSize = DataSize.ofKilobytes(16);

	/**
	 * Time between two updates of a page, at least 50 milliseconds. If a duration suffix
	 * is not specified, milliseconds will be used.
	 */
	private Duration updateInterval = Duration.ofMillis(250);

	/**
	 * How often to ping brokers while a page is open, besides the pings that keep
	 * connections alive. Zero for not at all. If a duration suffix is not specified,
	 * seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration pingInterval = Duration.ofSeconds(5);

	/**
	 * How long to go on collecting when the last page was closed, before everything is
	 * forgotten. If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration idleTimeout = Duration.ofSeconds(60);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public String getPath() {
		return this.path;
	}

	public void setPath(String path) {
		this.path = path;
	}

	public boolean isAllowRemote() {
		return this.allowRemote;
	}

	public void setAllowRemote(boolean allowRemote) {
		this.allowRemote = allowRemote;
	}

	public boolean isWritable() {
		return this.writable;
	}

	public void setWritable(boolean writable) {
		this.writable = writable;
	}

	public boolean isShowPayloads() {
		return this.showPayloads;
	}

	public void setShowPayloads(boolean showPayloads) {
		this.showPayloads = showPayloads;
	}

	public int getMaximumViewers() {
		return this.maximumViewers;
	}

	public void setMaximumViewers(int maximumViewers) {
		this.maximumViewers = maximumViewers;
	}

	public int getMaximumTopics() {
		return this.maximumTopics;
	}

	public void setMaximumTopics(int maximumTopics) {
		this.maximumTopics = maximumTopics;
	}

	public int getMaximumMessages() {
		return this.maximumMessages;
	}

	public void setMaximumMessages(int maximumMessages) {
		this.maximumMessages = maximumMessages;
	}

	public int getMaximumPackets() {
		return this.maximumPackets;
	}

	public void setMaximumPackets(int maximumPackets) {
		this.maximumPackets = maximumPackets;
	}

	public DataSize getMaximumPayloadSize() {
		return this.maximumPayloadSize;
	}

	public void setMaximumPayloadSize(DataSize maximumPayloadSize) {
		this.maximumPayloadSize = maximumPayloadSize;
	}

	public Duration getUpdateInterval() {
		return this.updateInterval;
	}

	public void setUpdateInterval(Duration updateInterval) {
		this.updateInterval = updateInterval;
	}

	public Duration getPingInterval() {
		return this.pingInterval;
	}

	public void setPingInterval(Duration pingInterval) {
		this.pingInterval = pingInterval;
	}

	public Duration getIdleTimeout() {
		return this.idleTimeout;
	}

	public void setIdleTimeout(Duration idleTimeout) {
		this.idleTimeout = idleTimeout;
	}

}
