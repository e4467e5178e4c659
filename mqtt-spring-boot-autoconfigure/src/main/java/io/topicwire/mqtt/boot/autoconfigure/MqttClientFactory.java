package io.topicwire.mqtt.boot.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.MqttClientBuilder;
import io.topicwire.mqtt.stream.TlsOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Builds the client from properties and connection details.
 */
class MqttClientFactory {

	private static final int MAX_NAME_LENGTH = 14;

	private final MqttConnectionProperties properties;

	private final MqttConnectionDetails connectionDetails;

	private final @Nullable String applicationName;

	MqttClientFactory(MqttConnectionProperties properties, MqttConnectionDetails connectionDetails,
			@Nullable String applicationName) {
		this.properties = properties;
		this.connectionDetails = connectionDetails;
		this.applicationName = applicationName;
	}

	MqttClientBuilder createBuilder() {
		checkCredentials();
		MqttClientBuilder builder = MqttClient.builder(checkUrl(this.connectionDetails.getUrl(), "mqtt.url"));
		builder.failover(this.connectionDetails.getFailoverUrls()
			.stream()
			.map((url) -> checkUrl(url, "mqtt.failover-urls"))
			.toArray(String[]::new));
		tls(builder);
		builder.clientId(determineClientId());
		if (this.connectionDetails.getUsername() != null || this.connectionDetails.getPassword() != null) {
			builder.credentials(this.connectionDetails.getUsername(), this.connectionDetails.getPassword());
		}
		new MqttPropertiesMapper(this.properties).customize(builder);
		return builder;
	}

	/**
	 * Report a bad URL under the name of its property if that is where it comes from.
	 */
	private String checkUrl(String url, String property) {
		try {
			MqttClient.builder(url).build().close();
			return url;
		}
		catch (IllegalArgumentException ex) {
			boolean own = this.connectionDetails instanceof PropertiesMqttConnectionDetails;
			throw new MqttUrlSyntaxException(own ? property : null, ex);
		}
	}

	private void tls(MqttClientBuilder builder) {
		TlsOptions options = new MqttTlsOptionsFactory(this.properties.getSsl(), this.connectionDetails).create();
		if (options == null) {
			return;
		}
		try {
			// Not every URL allows all options
			MqttClient.builder(this.connectionDetails.getUrl())
				.failover(this.connectionDetails.getFailoverUrls().toArray(String[]::new))
				.tls(options)
				.build()
				.close();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("mqtt.ssl.verify-hostname",
					this.properties.getSsl().isVerifyHostname(), ex.getMessage() + ".");
		}
		builder.tls(options);
	}

	private void checkCredentials() {
		if (this.connectionDetails.getPassword() != null && this.connectionDetails.getUsername() == null
				&& List.of("3.1.1", "auto").contains(this.properties.getProtocolVersion())) {
			throw new InvalidConfigurationPropertyValueException("mqtt.username", null,
					"MQTT 3.1.1 knows no password without a user name. Set mqtt.username, or mqtt.protocol-version=5.");
		}
	}

	private String determineClientId() {
		String clientId = this.properties.getClientId();
		if (StringUtils.hasLength(clientId)) {
			return clientId;
		}
		MqttSessionProperties session = this.properties.getSession();
		if (!session.isCleanStart() || !session.getExpiryInterval().isZero()) {
			throw new InvalidConfigurationPropertyValueException("mqtt.client-id", clientId,
					"A session that outlives the connection belongs to a client identifier, and the default one is new at each start. Set mqtt.client-id, or remove mqtt.session.clean-start and mqtt.session.expiry-interval.");
		}
		return "%s-%08x".formatted(shortApplicationName(), ThreadLocalRandom.current().nextInt());
	}

	/**
	 * Shorten the application name so that together with the random digits it makes no
	 * more than the 23 characters that every broker has to allow (MQTT 3.1.1, section
	 * 3.1.3.1).
	 * @return what can be used of the application name
	 */
	private String shortApplicationName() {
		String name = (this.applicationName != null) ? this.applicationName.replaceAll("[^0-9A-Za-z]", "") : "";
		if (name.isEmpty()) {
			return "mqtt";
		}
		return name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH)).toLowerCase(Locale.ROOT);
	}

}
