package io.topicwire.mqtt.packet;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Leaves out of a packet what only explains it, so that it is not larger than the
 * receiver accepts: the Reason String first, then the User Properties (MQTT 5.0, sections
 * 3.4.2.2, 3.5.2.2, 3.6.2.2, 3.7.2.2, 3.14.2.2 and 3.15.2.2).
 */
final class Explanations {

	private Explanations() {
	}

	// Null if there is nothing left that may be left out
	static @Nullable Packet shorten(Packet packet) {
		return switch (packet.type()) {
			case PUBACK -> {
				Puback ack = (Puback) packet;
				yield shorten(ack.properties(),
						(shorter) -> new Puback(ack.packetIdentifier(), ack.reasonCode(), shorter));
			}
			case PUBREC -> {
				Pubrec ack = (Pubrec) packet;
				yield shorten(ack.properties(),
						(shorter) -> new Pubrec(ack.packetIdentifier(), ack.reasonCode(), shorter));
			}
			case PUBREL -> {
				Pubrel ack = (Pubrel) packet;
				yield shorten(ack.properties(),
						(shorter) -> new Pubrel(ack.packetIdentifier(), ack.reasonCode(), shorter));
			}
			case PUBCOMP -> {
				Pubcomp ack = (Pubcomp) packet;
				yield shorten(ack.properties(),
						(shorter) -> new Pubcomp(ack.packetIdentifier(), ack.reasonCode(), shorter));
			}
			case DISCONNECT -> {
				Disconnect disconnect = (Disconnect) packet;
				yield shorten(disconnect.properties(), (shorter) -> new Disconnect(disconnect.reasonCode(), shorter));
			}
			case AUTH -> {
				Auth auth = (Auth) packet;
				yield shorten(auth.properties(), (shorter) -> new Auth(auth.reasonCode(), shorter));
			}
			default -> null;
		};
	}

	private static @Nullable Packet shorten(Properties properties, Function<Properties, Packet> withProperties) {
		for (Property<?> explanation : new Property<?>[] { Property.REASON_STRING, Property.USER_PROPERTY }) {
			if (properties.get(explanation) != null) {
				return withProperties.apply(properties.without(explanation));
			}
		}
		return null;
	}

}
