package io.topicwire.mqtt.boot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of one MQTT connection.
 *
 * @since 0.1.0
 */
public class MqttConnectionProperties {

	/**
	 * URL of the broker.
	 */
	private String url = "mqtt://localhost:1883";

	/**
	 * Comma-separated list of URLs of further brokers, tried in this order when there is
	 * no connection to the one before. They must share sessions as those of a cluster do,
	 * or keep none.
	 */
	private List<String> failoverUrls = new ArrayList<>();

	/**
	 * Client identifier. Two clients with the same one throw each other out. By default,
	 * up to 14 letters and digits of the application name, a hyphen and 8 random
	 * hexadecimal digits, chosen anew at each start.
	 */
	private @Nullable String clientId;

	/**
	 * Login user of the broker.
	 */
	private @Nullable String username;

	/**
	 * Login password of the broker.
	 */
	private @Nullable String password;

	/**
	 * Version of MQTT to speak: 5, 3.1.1, or auto to try 5 first and 3.1.1 if the broker
	 * refuses it.
	 */
	private String protocolVersion = "5";

	/**
	 * Whether the application fails to start when the broker cannot be reached or refuses
	 * the connection. Otherwise the application starts and the connection is retried.
	 */
	private boolean failFast;

	/**
	 * Longest time without traffic before the broker is pinged, up to 65535 seconds. Zero
	 * for no pings. If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration keepAlive = Duration.ofSeconds(60);

	/**
	 * How long to wait for the answer to a ping before the connection is given up. If a
	 * duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration pingTimeout = Duration.ofSeconds(10);

	/**
	 * Time limit of one attempt to connect. If a duration suffix is not specified,
	 * seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration connectTimeout = Duration.ofSeconds(10);

	/**
	 * Time limit of publish, subscribe and unsubscribe, including time without a
	 * connection. If a duration suffix is not specified, seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration operationTimeout = Duration.ofSeconds(30);

	/**
	 * How many received messages of QoS 1 and 2 may wait for their listeners, from 1 to
	 * 65535. Announced to an MQTT 5.0 broker as Receive Maximum.
	 */
	private int receiveMaximum = 1000;

	/**
	 * Size of the largest packet that is accepted. A larger one ends the connection.
	 */
	private DataSize maximumPacketSize = DataSize.ofMegabytes(16);

	@NestedConfigurationProperty
	private final MqttSslProperties ssl = new MqttSslProperties();

	@NestedConfigurationProperty
	private final MqttSessionProperties session = new MqttSessionProperties();

	@NestedConfigurationProperty
	private final MqttOutboxProperties outbox = new MqttOutboxProperties();

	@NestedConfigurationProperty
	private final MqttInboxProperties inbox = new MqttInboxProperties();

	@NestedConfigurationProperty
	private final MqttRecoveryProperties recovery = new MqttRecoveryProperties();

	@NestedConfigurationProperty
	private final MqttWillProperties will = new MqttWillProperties();

	@NestedConfigurationProperty
	private final MqttListenerProperties listener = new MqttListenerProperties();

	@NestedConfigurationProperty
	private final MqttTemplateProperties template = new MqttTemplateProperties();

	public String getUrl() {
		return this.url;
	}

	public void setUrl(String url) {
		this.url = url;
	}

	public List<String> getFailoverUrls() {
		return this.failoverUrls;
	}

	public void setFailoverUrls(List<String> failoverUrls) {
		this.failoverUrls = failoverUrls;
	}

	public @Nullable String getClientId() {
		return this.clientId;
	}

	public void setClientId(@Nullable String clientId) {
		this.clientId = clientId;
	}

	public @Nullable String getUsername() {
		return this.username;
	}

	public void setUsername(@Nullable String username) {
		this.username = username;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

	public String getProtocolVersion() {
		return this.protocolVersion;
	}

	public void setProtocolVersion(String protocolVersion) {
		this.protocolVersion = protocolVersion;
	}

	public boolean isFailFast() {
		return this.failFast;
	}

	public void setFailFast(boolean failFast) {
		this.failFast = failFast;
	}

	public Duration getKeepAlive() {
		return this.keepAlive;
	}

	public void setKeepAlive(Duration keepAlive) {
		this.keepAlive = keepAlive;
	}

	public Duration getPingTimeout() {
		return this.pingTimeout;
	}

	public void setPingTimeout(Duration pingTimeout) {
		this.pingTimeout = pingTimeout;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Duration getOperationTimeout() {
		return this.operationTimeout;
	}

	public void setOperationTimeout(Duration operationTimeout) {
		this.operationTimeout = operationTimeout;
	}

	public int getReceiveMaximum() {
		return this.receiveMaximum;
	}

	public void setReceiveMaximum(int receiveMaximum) {
		this.receiveMaximum = receiveMaximum;
	}

	public DataSize getMaximumPacketSize() {
		return this.maximumPacketSize;
	}

	public void setMaximumPacketSize(DataSize maximumPacketSize) {
		this.maximumPacketSize = maximumPacketSize;
	}

	public MqttSslProperties getSsl() {
		return this.ssl;
	}

	public MqttSessionProperties getSession() {
		return this.session;
	}

	public MqttOutboxProperties getOutbox() {
		return this.outbox;
	}

	public MqttInboxProperties getInbox() {
		return this.inbox;
	}

	public MqttRecoveryProperties getRecovery() {
		return this.recovery;
	}

	public MqttWillProperties getWill() {
		return this.will;
	}

	public MqttListenerProperties getListener() {
		return this.listener;
	}

	public MqttTemplateProperties getTemplate() {
		return this.template;
	}

}
