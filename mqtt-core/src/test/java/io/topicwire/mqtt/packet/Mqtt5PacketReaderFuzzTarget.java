package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;

/**
 * Fuzz target for {@link PacketReader} with MQTT 5.0.
 */
public final class Mqtt5PacketReaderFuzzTarget {

	private static final PacketReaderFuzzing FUZZING = new PacketReaderFuzzing(ProtocolVersion.MQTT_5);

	private Mqtt5PacketReaderFuzzTarget() {
	}

	/**
	 * Test one input.
	 * @param input the bytes to read
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		FUZZING.test(input);
	}

}
