package io.topicwire.mqtt.packet;

import java.util.List;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.Will;

/**
 * Packets of MQTT 3.1.1 and the bytes that stand for them.
 */
final class Mqtt3Samples {

	private Mqtt3Samples() {
	}

	static List<PacketSample> all() {
		return List.of(sample("CONNECT, smallest", """
				10           # CONNECT
				0C           # remaining length
				00 04 'MQTT' # protocol name
				04           # protocol level
				02           # clean session
				00 3C        # keep alive
				00 00        # client identifier
				""", new Connect(ProtocolVersion.MQTT_3_1_1, "", true, 60, null, null, null, Properties.NONE)),
				sample("CONNECT with everything", """
						10              # CONNECT
						27              # remaining length
						00 04 'MQTT'    # protocol name
						04              # protocol level
						F4              # user name, password, will retain, will QoS 2, will
						FF FF           # keep alive
						00 07 'meter-7' # client identifier
						00 04 'gone'    # will topic
						00 03 01 02 03  # will message
						00 03 'joe'     # user name
						00 02 00 FF     # password
						""",
						new Connect(ProtocolVersion.MQTT_3_1_1, "meter-7", false, 65535,
								Will.of(new MqttMessage("gone", bytes(1, 2, 3), QoS.EXACTLY_ONCE, true, false,
										MessageProperties.NONE)),
								"joe", bytes(0, 0xFF), Properties.NONE)),
				sample("CONNECT with an empty will message and an empty user name", """
						10           # CONNECT
						14           # remaining length
						00 04 'MQTT' # protocol name
						04           # protocol level
						86           # user name, will, clean session
						00 00        # keep alive
						00 01 'a'    # client identifier
						00 01 'w'    # will topic
						00 00        # will message
						00 00        # user name
						""",
						new Connect(ProtocolVersion.MQTT_3_1_1, "a", true, 0, Will.of(MqttMessage.empty("w")), "", null,
								Properties.NONE)),
				sample("CONNACK with return code 0", """
						20 # CONNACK
						02 # remaining length
						01 # session present
						00 # return code
						""", new Connack(true, ReasonCode.SUCCESS, Properties.NONE)),
				sample("CONNACK with return code 1", """
						20 # CONNACK
						02 # remaining length
						00 # acknowledge flags
						01 # return code
						""", new Connack(false, ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, Properties.NONE)),
				sample("CONNACK with return code 2", """
						20 # CONNACK
						02 # remaining length
						00 # acknowledge flags
						02 # return code
						""", new Connack(false, ReasonCode.CLIENT_IDENTIFIER_NOT_VALID, Properties.NONE)),
				sample("CONNACK with return code 3", """
						20 # CONNACK
						02 # remaining length
						00 # acknowledge flags
						03 # return code
						""", new Connack(false, ReasonCode.SERVER_UNAVAILABLE, Properties.NONE)),
				sample("CONNACK with return code 4", """
						20 # CONNACK
						02 # remaining length
						00 # acknowledge flags
						04 # return code
						""", new Connack(false, ReasonCode.BAD_USER_NAME_OR_PASSWORD, Properties.NONE)),
				sample("CONNACK with return code 5", """
						20 # CONNACK
						02 # remaining length
						00 # acknowledge flags
						05 # return code
						""", new Connack(false, ReasonCode.NOT_AUTHORIZED, Properties.NONE)),
				sample("PUBLISH of QoS 0", """
						30          # PUBLISH
						07          # remaining length
						00 03 'a/b' # topic
						00 07       # payload
						""", new Publish(0, false, MqttMessage.of("a/b", bytes(0, 7)), 0), 5, 6),
				sample("PUBLISH of QoS 2, sent again", """
						3D          # PUBLISH: DUP, QoS 2, RETAIN
						09          # remaining length
						00 03 'a/b' # topic
						FF FF       # packet identifier
						'on'        # payload
						""",
						new Publish(65535, true,
								new MqttMessage("a/b", bytes('o', 'n'), QoS.EXACTLY_ONCE, true, true,
										MessageProperties.NONE),
								0),
						7, 8),
				sample("PUBLISH that removes a retained message", """
						31        # PUBLISH: RETAIN
						03        # remaining length
						00 01 'a' # topic
						""", new Publish(0, false, MqttMessage.empty("a").retain(true), 0)), sample("PUBACK", """
						40    # PUBACK
						02    # remaining length
						12 34 # packet identifier
						""", new Puback(0x1234)), sample("PUBREC", """
						50    # PUBREC
						02    # remaining length
						12 34 # packet identifier
						""", new Pubrec(0x1234)), sample("PUBREL", """
						62    # PUBREL
						02    # remaining length
						12 34 # packet identifier
						""", new Pubrel(0x1234)), sample("PUBCOMP", """
						70    # PUBCOMP
						02    # remaining length
						12 34 # packet identifier
						""", new Pubcomp(0x1234)),
				sample("SUBSCRIBE", """
						82          # SUBSCRIBE
						0C          # remaining length
						00 0A       # packet identifier
						00 03 'a/b' # topic filter
						01          # QoS 1
						00 01 23    # topic filter
						02          # QoS 2
						""", new Subscribe(10,
						List.of(new Subscribe.Request("a/b", SubscribeOptions.of(QoS.AT_LEAST_ONCE)),
								new Subscribe.Request("#", SubscribeOptions.of(QoS.EXACTLY_ONCE))),
						Properties.NONE), 8),
				sample("SUBACK", """
						90          # SUBACK
						06          # remaining length
						00 0A       # packet identifier
						00 01 02 80 # return codes
						""",
						new Suback(10,
								List.of(ReasonCode.SUCCESS, ReasonCode.GRANTED_QOS_1, ReasonCode.GRANTED_QOS_2,
										ReasonCode.UNSPECIFIED_ERROR),
								Properties.NONE),
						3, 4, 5),
				sample("UNSUBSCRIBE", """
						A2          # UNSUBSCRIBE
						0A          # remaining length
						00 0B       # packet identifier
						00 03 'a/b' # topic filter
						00 01 '+'   # topic filter
						""", new Unsubscribe(11, List.of("a/b", "+"), Properties.NONE), 7), sample("UNSUBACK", """
						B0    # UNSUBACK
						02    # remaining length
						00 0B # packet identifier
						""", new Unsuback(11, List.of(), Properties.NONE)), sample("PINGREQ", """
						C0 # PINGREQ
						00 # remaining length
						""", Pingreq.INSTANCE), sample("PINGRESP", """
						D0 # PINGRESP
						00 # remaining length
						""", Pingresp.INSTANCE), sample("DISCONNECT", """
						E0 # DISCONNECT
						00 # remaining length
						""", new Disconnect(ReasonCode.SUCCESS, Properties.NONE)));
	}

	private static PacketSample sample(String name, String bytes, Packet packet, int... shorterLengths) {
		return new PacketSample(name, ProtocolVersion.MQTT_3_1_1, bytes, packet, shorterLengths);
	}

	private static byte[] bytes(int... values) {
		return AnnotatedBytes.of(values);
	}

}
