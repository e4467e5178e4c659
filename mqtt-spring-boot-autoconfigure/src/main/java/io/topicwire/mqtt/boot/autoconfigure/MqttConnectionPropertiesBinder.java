package io.topicwire.mqtt.boot.autoconfigure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.topicwire.mqtt.spring.core.MqttClientRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Binds the properties of named connections. They start from those of the default
 * connection, all but the client identifier: two clients with the same one throw each
 * other out.
 */
class MqttConnectionPropertiesBinder {

	static final String PREFIX = "mqtt";

	private static final String NAMED_PREFIX = PREFIX + ".connection";

	private final Binder binder;

	MqttConnectionPropertiesBinder(Environment environment) {
		this.binder = Binder.get(environment);
	}

	/**
	 * Return the names of the connections other than the default one.
	 * @param environment the environment
	 * @return the names in their order
	 */
	static Set<String> names(Environment environment) {
		Map<String, Object> connections = Binder.get(environment)
			.bind(NAMED_PREFIX, Bindable.mapOf(String.class, Object.class))
			.orElse(Collections.emptyMap());
		if (connections.containsKey(MqttClientRegistry.DEFAULT_CONNECTION)) {
			throw new InvalidConfigurationPropertyValueException(
					NAMED_PREFIX + "." + MqttClientRegistry.DEFAULT_CONNECTION, null,
					"The default connection is configured with the properties below 'mqtt' itself, such as 'mqtt.url'.");
		}
		return Collections.unmodifiableSet(new LinkedHashMap<>(connections).keySet());
	}

	/**
	 * Bind the properties of a named connection.
	 * @param name the name
	 * @return a new object
	 */
	MqttConnectionProperties bind(String name) {
		MqttConnectionProperties properties = new MqttConnectionProperties();
		Bindable<MqttConnectionProperties> target = Bindable.ofInstance(properties);
		this.binder.bind(PREFIX, target);
		String clientId = properties.getClientId();
		properties.setClientId(null);
		this.binder.bind(prefix(name), target);
		properties.setClientId(clientId(properties.getClientId(), clientId, name));
		if (isOwn(name, "url")) {
			leaveOut(properties, name);
		}
		// Empty credentials are how to have none where some are inherited
		properties.setUsername(StringUtils.hasLength(properties.getUsername()) ? properties.getUsername() : null);
		properties.setPassword(StringUtils.hasLength(properties.getPassword()) ? properties.getPassword() : null);
		return properties;
	}

	/**
	 * Leave out what is inherited but belongs to another broker.
	 */
	private void leaveOut(MqttConnectionProperties properties, String name) {
		if (!isOwn(name, "failover-urls")) {
			properties.setFailoverUrls(Collections.emptyList());
		}
		if (!isOwn(name, "ssl.bundle") && !MqttTlsOptionsFactory.isSecure(properties.getUrl())
				&& properties.getFailoverUrls().stream().noneMatch(MqttTlsOptionsFactory::isSecure)) {
			properties.getSsl().setBundle(null);
		}
	}

	private static @Nullable String clientId(@Nullable String own, @Nullable String inherited, String name) {
		if (StringUtils.hasLength(own)) {
			return own;
		}
		return StringUtils.hasLength(inherited) ? inherited + "-" + name : null;
	}

	/**
	 * Return whether a named connection has a property of its own.
	 * @param name the name of the connection
	 * @param property the name of the property below that of the connection
	 * @return whether it is set
	 */
	boolean isOwn(String name, String property) {
		return this.binder.bind(prefix(name) + "." + property, Bindable.of(Object.class)).isBound();
	}

	/**
	 * Return below which name the properties of a connection are.
	 * @param name the name of the connection, the default one included
	 * @return the prefix without a dot at its end
	 */
	static String prefix(String name) {
		if (MqttClientRegistry.DEFAULT_CONNECTION.equals(name)) {
			return PREFIX;
		}
		return NAMED_PREFIX + "." + name;
	}

}
