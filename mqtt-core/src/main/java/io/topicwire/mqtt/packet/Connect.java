package io.topicwire.mqtt.packet;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.Will;
import org.jspecify.annotations.Nullable;

/**
 * The CONNECT packet: the client asks for a connection (MQTT 5.0 and 3.1.1, section 3.1).
 *
 * @param protocolVersion the version of MQTT that the client speaks
 * @param clientId the client identifier, empty if the server shall choose one
 * @param cleanStart whether an earlier session is thrown away; Clean Session in MQTT
 * 3.1.1
 * @param keepAlive longest time between two packets of the client in seconds, from 0
 * (switched off) to 65,535
 * @param will message that the server publishes when the connection is lost
 * @param username the user name
 * @param password the password, at most 65,535 bytes; without a user name in MQTT 5.0
 * only
 * @param properties the properties, MQTT 5.0 only
 * @since 0.1.0
 */
public record Connect(ProtocolVersion protocolVersion, String clientId, boolean cleanStart, int keepAlive,
		@Nullable Will will, @Nullable String username, byte @Nullable [] password,
		Properties properties) implements Packet {

	@Override
	public PacketType type() {
		return PacketType.CONNECT;
	}

	/**
	 * Describe the packet without its password.
	 */
	@Override
	public String toString() {
		return "Connect[protocolVersion=" + this.protocolVersion + ", clientId=" + this.clientId + ", cleanStart="
				+ this.cleanStart + ", keepAlive=" + this.keepAlive + ", will=" + this.will + ", username="
				+ this.username + ", password=" + ((this.password != null) ? "(hidden)" : "(none)") + ", properties="
				+ this.properties + "]";
	}

}
