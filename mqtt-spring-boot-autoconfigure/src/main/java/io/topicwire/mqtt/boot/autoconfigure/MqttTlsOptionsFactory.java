package io.topicwire.mqtt.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;

import io.topicwire.mqtt.stream.TlsOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Says how TLS is spoken. The SSL bundle is resolved at each connect.
 */
class MqttTlsOptionsFactory {

	private final MqttSslProperties properties;

	private final MqttConnectionDetails connectionDetails;

	MqttTlsOptionsFactory(MqttSslProperties properties, MqttConnectionDetails connectionDetails) {
		this.properties = properties;
		this.connectionDetails = connectionDetails;
	}

	/**
	 * Create the options.
	 * @return the options, or {@code null} if there are none to set
	 */
	@Nullable TlsOptions create() {
		SslBundle bundle = findBundle();
		if (!isAnyUrlSecure()) {
			if (bundle != null) {
				throw invalidBundle(
						"It would not be used, because no URL begins with mqtts:// or wss://. Change 'mqtt.url', or remove the bundle.");
			}
			return null;
		}
		if (bundle == null && this.properties.isVerifyHostname()) {
			return null;
		}
		TlsOptions options = (bundle != null) ? createOptions(bundle) : TlsOptions.DEFAULT;
		return this.properties.isVerifyHostname() ? options : options.withoutHostNameVerification();
	}

	private @Nullable SslBundle findBundle() {
		try {
			return this.connectionDetails.getSslBundle();
		}
		catch (NoSuchSslBundleException ex) {
			throw invalidBundle("There is no SSL bundle of this name. Define it below 'spring.ssl.bundle'.");
		}
	}

	private TlsOptions createOptions(SslBundle bundle) {
		TlsOptions options = TlsOptions.DEFAULT.sslContext(this::createSslContext);
		SslOptions sslOptions = bundle.getOptions();
		String[] protocols = sslOptions.getEnabledProtocols();
		String[] ciphers = sslOptions.getCiphers();
		try {
			options = (protocols != null) ? options.protocols(protocols) : options;
		}
		catch (IllegalArgumentException ex) {
			throw invalidBundle("Its options cannot be used: %s.".formatted(ex.getMessage()));
		}
		return (ciphers != null) ? options.cipherSuites(ciphers) : options;
	}

	private SSLContext createSslContext() {
		SslBundle bundle = this.connectionDetails.getSslBundle();
		Assert.state(bundle != null, "The SSL bundle of the connection details is there no more");
		return bundle.createSslContext();
	}

	private boolean isAnyUrlSecure() {
		List<String> urls = new ArrayList<>(this.connectionDetails.getFailoverUrls());
		urls.add(this.connectionDetails.getUrl());
		return urls.stream().anyMatch(MqttTlsOptionsFactory::isSecure);
	}

	/**
	 * Return whether TLS is spoken to a broker.
	 * @param url the URL of the broker
	 * @return whether it begins like those for which it is
	 */
	static boolean isSecure(String url) {
		return StringUtils.startsWithIgnoreCase(url, "mqtts:") || StringUtils.startsWithIgnoreCase(url, "wss:");
	}

	private InvalidConfigurationPropertyValueException invalidBundle(String reason) {
		return new InvalidConfigurationPropertyValueException("mqtt.ssl.bundle", this.properties.getBundle(), reason);
	}

}
