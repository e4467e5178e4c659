package io.topicwire.mqtt.interoperability;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ServerLimits;

/**
 * What is to be expected of a broker.
 *
 * @param name name and version
 * @param launch how it is started
 * @param limits what it announces to an MQTT 5.0 client
 * @param lacking what it does not support, and why
 */
record Broker(String name, Launch launch, ServerLimits limits, Map<Feature, String> lacking) {

	static Broker of(String name, Launch launch) {
		return new Broker(name, launch, ServerLimits.NONE, new EnumMap<>(Feature.class));
	}

	Broker announces(ServerLimits limits) {
		return new Broker(this.name, this.launch, limits, this.lacking);
	}

	Broker lacks(Feature feature, String reason) {
		Map<Feature, String> lacking = new EnumMap<>(this.lacking);
		lacking.put(feature, reason);
		return new Broker(this.name, this.launch, this.limits, lacking);
	}

	/**
	 * Return why a feature cannot be tested with this broker.
	 */
	Optional<String> whyNot(Feature feature, ProtocolVersion version) {
		if (!feature.existsIn(version)) {
			return Optional.of("MQTT " + version + " does not have " + feature);
		}
		return Optional.ofNullable(this.lacking.get(feature)).map((reason) -> this.name + " " + reason);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
