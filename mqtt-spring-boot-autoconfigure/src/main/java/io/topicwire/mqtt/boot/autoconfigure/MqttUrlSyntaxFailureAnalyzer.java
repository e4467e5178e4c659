package io.topicwire.mqtt.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Explains an {@link MqttUrlSyntaxException}.
 */
class MqttUrlSyntaxFailureAnalyzer extends AbstractFailureAnalyzer<MqttUrlSyntaxException> {

	private final Environment environment;

	MqttUrlSyntaxFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MqttUrlSyntaxException cause) {
		String property = cause.getProperty();
		if (property == null) {
			return new FailureAnalysis("The URL of the MQTT broker is bad: %s.".formatted(cause.getReason()),
					"Correct the URL that the MqttConnectionDetails return.", cause);
		}
		Origin origin = findOrigin(property);
		return new FailureAnalysis(
				"The URL of the MQTT broker in '%s'%s is bad: %s.".formatted(property,
						(origin != null) ? " (from %s)".formatted(origin) : "", cause.getReason()),
				"Correct '%s'.".formatted(property), cause);
	}

	private @Nullable Origin findOrigin(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty value = source.getConfigurationProperty(name);
			if (value != null) {
				return value.getOrigin();
			}
		}
		return null;
	}

}
