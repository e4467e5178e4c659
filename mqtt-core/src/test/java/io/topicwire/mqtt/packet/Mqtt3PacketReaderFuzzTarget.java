package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;

/**
 * Fuzz target for {@link PacketReader} with MQTT 3.1.1.
 */
public final class Mqtt3PacketReaderFuzzTarget {

	private static final PacketReaderFuzzing FUZZING = new PacketReaderFuzzing(ProtocolVersion.MQTT_3_1_1);

	private Mqtt3PacketReaderFuzzTarget() {
	}

	/**
	 * Test one input.
	 * @param input the bytes to read
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		FUZZING.test(input);
	}

}
