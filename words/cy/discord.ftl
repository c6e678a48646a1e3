# Yr hyn sydd gan bob gorchymyn yn gyffredin.

discord-refused = **Mae problem wedi codi.** { $wrong }
