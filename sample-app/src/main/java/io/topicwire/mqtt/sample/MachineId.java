package io.topicwire.mqtt.sample;

/**
 * Which machine it is, and where its messages are.
 *
 * @param plant the plant that the machine stands in
 * @param machine the name of the machine in that plant
 * @since 0.1.0
 */
public record MachineId(String plant, String machine) {

	/**
	 * Return a topic name of the machine.
	 * @param kind what is published there, the last topic level
	 * @return {@code plants/{plant}/machines/{machine}/{kind}}
	 */
	public String topic(String kind) {
		return "plants/" + this.plant + "/machines/" + this.machine + "/" + kind;
	}

	@Override
	public String toString() {
		return this.plant + "/" + this.machine;
	}

}
